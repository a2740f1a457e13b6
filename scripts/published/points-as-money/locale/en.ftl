offer-points = Pay with points: up to { $points } points, that is { $worth }
discount-label = Paid with points
points = Points: { $used } used, +{ $earned }, { $left } left.
why-customer = Customer identified
why-multiple = Points that can be used: at least one multiple
