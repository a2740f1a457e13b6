offer-voucher = Bon d'achat de { $worth }
voucher-label = Bon d'achat fidélité
why-customer = Client identifié
why-threshold = Points : le seuil est atteint
why-first = Premier achat
receipt-until = Vos { $points } points restent valables jusqu'au { $day } ; chaque achat prolonge ce délai.
