offer-voucher = Voucher of { $worth }
voucher-label = Loyalty voucher
receipt-points = You have { $points ->
    [one] { $points } loyalty point
   *[other] { $points } loyalty points
}.
why-customer = Customer identified
why-step = Points of past visits: a step is reached
why-month = No voucher yet this month
