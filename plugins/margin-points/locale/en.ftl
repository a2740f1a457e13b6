offer-voucher = Voucher of { $worth }
voucher-label = Loyalty voucher
receipt-points = You have { $points ->
    [one] { $points } loyalty point
   *[other] { $points } loyalty points
}.

why-customer = Customer identified
why-margin = Items whose cost is known: at least one step of margin
why-cap = Points of the sale below the cap
why-threshold = Points: the threshold is reached

issue-points = A counter keeps at most four decimals: for instance 1.25.
