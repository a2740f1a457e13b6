now = C'est l'heure heureuse !
discount-label = Heure heureuse
offer-voucher = Bon d'achat de { $worth }
voucher-label = Bon d'achat
points = { $points ->
    [one] { $points } point
   *[other] { $points } points
}, dont { $earned } avec cette vente.

why-day = Jour choisi
why-hour = Heure choisie
why-lines = Articles concernés et remisables
why-customer = Client identifié
why-threshold = Points : le seuil est atteint

issue-points = Un compteur garde au plus quatre décimales : par exemple 1,25.
