badge = { $level ->
    [bronze] Bronze
    [silver] Argent
   *[gold] Or
}
cashier-near = Encore { $missing } d'achats pour le niveau { $level ->
    [bronze] Bronze
    [silver] Argent
   *[gold] Or
}.
cashier-reached = Avec cette vente, niveau { $level ->
    [bronze] Bronze
    [silver] Argent
   *[gold] Or
} dès la prochaine visite.
discount-label = Remise { $level ->
    [bronze] Bronze
    [silver] Argent
   *[gold] Or
}
offer-voucher = Bon d'achat de { $worth }
voucher-label = Bon d'achat fidélité
receipt-points = Vous avez { $points ->
    [one] { $points } point
   *[other] { $points } points
} de fidélité.

why-customer = Client identifié
why-bronze = Achats passés : niveau Bronze
why-silver = Achats passés : niveau Argent
why-gold = Achats passés : niveau Or
why-threshold = Points : le seuil est atteint

issue-order = Chaque niveau commence au-dessus du précédent : Bronze, puis Argent, puis Or.
issue-points = Un compteur garde au plus quatre décimales : par exemple 1,25.
