badge = Carte jusqu'au { $day }
cashier-sold = Carte de club valable jusqu'au { $day }, dès la prochaine vente.
cashier-ending = La carte finit le { $day } : proposez de la renouveler.
discount-label = Carte de club
label-privilege = Carte de club, période privilège

why-customer = Client identifié
why-member = Carte de club valable
why-privilege = Période privilège
why-lines = Articles remisables

issue-card = Choisissez un article, un seul : la carte.
issue-period = La période finit avant de commencer.
