badge-new = Nouveau client
badge-back = De retour
cashier-new = Premier achat : souhaitez la bienvenue.
cashier-back = Pas vu depuis { $days ->
    [one] { $days } jour
   *[other] { $days } jours
} : souhaitez un bon retour.
receipt-voucher = Bon d'achat de { $worth } pour votre prochaine visite.
discount-label = Remise de bienvenue
label-welcome = Bon de bienvenue
label-back = Bon de retour

why-customer = Client identifié
why-first = Premier achat
why-absence = Jours depuis la dernière visite
why-least = Achats : assez pour le cadeau
