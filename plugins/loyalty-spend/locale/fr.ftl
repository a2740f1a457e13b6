offer-voucher = Bon d'achat de { $worth }
offer-discount = Remise de { $worth }
voucher-label = Bon d'achat fidélité
discount-label = Remise fidélité

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
} avec cette vente : cadeau de { $worth } à proposer.
cashier-taken = Cadeau de { $worth } pris : { $left ->
    [one] il restera { $left } point
   *[other] il restera { $left } points
}.
cashier-next-time = { $after ->
    [one] { $after } point
   *[other] { $after } points
} avec cette vente : remise de { $worth } à la prochaine visite.
cashier-too-small = { $before ->
    [one] { $before } point
   *[other] { $before } points
} : la remise de { $worth } s'utilise dès { $worth } d'articles ; ici { $basket }.
receipt-points = Vous avez { $points ->
    [one] { $points } point
   *[other] { $points } points
} de fidélité.

why-customer = Client identifié
why-amount = Achats qui rapportent : au moins une tranche
why-threshold = Points : le seuil est atteint
why-worth = Articles remisables : au moins la valeur du cadeau

issue-points = Un compteur garde au plus quatre décimales : par exemple 1,25.
