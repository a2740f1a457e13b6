offer-credit = Parrainage : { $worth } de remise
discount-label = Parrainage
cashier-both = Parrainage : { $sponsor } au parrain, { $sponsored } à ce client.
cashier-missing = Client parrainé : encore { $missing } pour récompenser le parrainage.
receipt-thanks = Merci au parrain qui vous a fait connaître la boutique.

why-customer = Client identifié
why-sponsored = Client parrainé
why-first = Ventes avant celle-ci
why-least = Premier achat : le minimum est atteint
why-credit = Avoir de parrainage à utiliser
