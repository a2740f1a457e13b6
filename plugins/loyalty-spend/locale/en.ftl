offer-voucher = Voucher of { $worth }
offer-discount = { $worth } off
voucher-label = Loyalty voucher
discount-label = Loyalty discount

cashier-progress = { $before ->
    [one] { $before } point
   *[other] { $before } points
}, +{ $earned } with this sale. { $missing ->
    [one] { $missing } point
   *[other] { $missing } points
} to go to the gift.
cashier-gift = { $after ->
    [one] { $after } point
   *[other] { $after } points
} with this sale: offer the gift of { $worth }.
cashier-taken = Gift of { $worth } taken: { $left ->
    [one] { $left } point
   *[other] { $left } points
} will be left.
cashier-next-time = { $after ->
    [one] { $after } point
   *[other] { $after } points
} with this sale: { $worth } off at the next visit.
cashier-too-small = { $before ->
    [one] { $before } point
   *[other] { $before } points
}: the { $worth } off can be used from { $worth } of items; this sale has { $basket }.
receipt-points = You have { $points ->
    [one] { $points } loyalty point
   *[other] { $points } loyalty points
}.

why-customer = Customer identified
why-amount = Purchases that earn: at least one step
why-threshold = Points: the threshold is reached
why-worth = Items that may be discounted: at least the value of the gift

issue-points = A counter keeps at most four decimals: for instance 1.25.
