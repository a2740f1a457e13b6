offer-voucher = Bon d'achat de { $worth }
voucher-label = Bon d'achat fidélité
receipt-points = Vous avez { $points ->
    [one] { $points } point
   *[other] { $points } points
} de fidélité.

why-customer = Client identifié
why-margin = Articles dont le coût est connu : au moins une tranche de marge
why-cap = Points de la vente sous le plafond
why-threshold = Points : le seuil est atteint

issue-points = Un compteur garde au plus quatre décimales : par exemple 1,25.
