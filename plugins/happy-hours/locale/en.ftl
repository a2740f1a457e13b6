now = It is happy hour!
discount-label = Happy hour
offer-voucher = Voucher of { $worth }
voucher-label = Voucher
points = { $points ->
    [one] { $points } point
   *[other] { $points } points
}, { $earned } of them with this sale.

why-day = Chosen day
why-hour = Chosen hour
why-lines = Items of the promotion that may be discounted
why-customer = Customer identified
why-threshold = Points: the threshold is reached

issue-points = A counter keeps at most four decimals: for instance 1.25.
