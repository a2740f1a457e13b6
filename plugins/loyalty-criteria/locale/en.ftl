offer-voucher = Voucher of { $worth }
offer-discount = { $worth } off
offer-item = Free item: { $item }
voucher-label = Loyalty voucher
discount-label = Loyalty discount
item-label = Loyalty gift
badge-gift = Gift

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
} with this sale: there is a gift to offer.
cashier-taken = Gift taken: { $left ->
    [one] { $left } point
   *[other] { $left } points
} will be left.
cashier-next-time = { $after ->
    [one] { $after } point
   *[other] { $after } points
} with this sale: a gift at the next visit.
cashier-too-small = { $before ->
    [one] { $before } point
   *[other] { $before } points
}: the discount can be used from { $worth } of items that may be discounted.
receipt-points = You have { $points ->
    [one] { $points } loyalty point
   *[other] { $points } loyalty points
}.

why-customer = Customer identified
why-item-points = Items with points
why-purchases = Purchases that earn: at least one step
why-pieces = Items that earn
why-visit = First visit of the day, with a purchase
why-threshold = Points: the threshold is reached
why-worth = Items that may be discounted: at least the value of the gift

issue-points = A counter keeps at most four decimals: for instance 1.25.
issue-criteria = Choose at least one way to earn points.
issue-item = Give the stock-keeping unit of one item, and of one only.
