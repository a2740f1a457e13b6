offer-points = Payer en points : jusqu'à { $points } points, soit { $worth }
discount-label = Payé en points
points = Points : { $used } utilisés, +{ $earned }, il en reste { $left }.
why-customer = Client identifié
why-multiple = Points utilisables : au moins un multiple
