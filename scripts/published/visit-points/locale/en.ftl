offer-voucher = Voucher of { $worth }
voucher-label = Loyalty voucher
receipt-points = You have { $points ->
    [one] { $points } loyalty point
   *[other] { $points } loyalty points
}.
why-customer = Customer identified
why-threshold = Points: the threshold is reached
why-least = Basket: the least amount is reached
why-first = First visit of the day that earns
