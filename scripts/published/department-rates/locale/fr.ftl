offer-voucher = Bon d'achat de { $worth }
voucher-label = Bon d'achat fidélité
receipt-points = Vous avez { $points ->
    [one] { $points } point
   *[other] { $points } points
} de fidélité.
why-customer = Client identifié
why-threshold = Points : le seuil est atteint
