offer-voucher = Bon d'achat de { $worth }
offer-discount = Remise de { $worth }
offer-item = Article offert : { $item }
voucher-label = Bon d'achat fidélité
discount-label = Remise fidélité
item-label = Cadeau fidélité
badge-gift = Cadeau

cashier-progress = { $before ->
    [one] { $before } point
   *[other] { $before } points
}, +{ $earned } avec cette vente. Encore { $missing ->
    [one] { $missing } point
   *[other] { $missing } points
} avant le cadeau.
cashier-gift = { $after ->
    [one] { $after } point
   *[other] { $after } points
} avec cette vente : un cadeau est à proposer.
cashier-taken = Cadeau pris : { $left ->
    [one] il restera { $left } point
   *[other] il restera { $left } points
}.
cashier-next-time = { $after ->
    [one] { $after } point
   *[other] { $after } points
} avec cette vente : un cadeau à la prochaine visite.
cashier-too-small = { $before ->
    [one] { $before } point
   *[other] { $before } points
} : la remise s'utilise dès { $worth } d'articles remisables.
receipt-points = Vous avez { $points ->
    [one] { $points } point
   *[other] { $points } points
} de fidélité.

why-customer = Client identifié
why-item-points = Articles à points
why-purchases = Achats qui rapportent : au moins une tranche
why-pieces = Articles qui rapportent
why-visit = Première visite du jour, avec un achat
why-threshold = Points : le seuil est atteint
why-worth = Articles remisables : au moins la valeur du cadeau

issue-points = Un compteur garde au plus quatre décimales : par exemple 1,25.
issue-criteria = Choisissez au moins une façon de gagner des points.
issue-item = Donnez la référence d'un article, et d'un seul.
