badge-new = New customer
badge-back = Back again
cashier-new = First purchase: say welcome.
cashier-back = Not seen for { $days ->
    [one] { $days } day
   *[other] { $days } days
}: say welcome back.
receipt-voucher = Voucher of { $worth } for your next visit.
discount-label = Welcome discount
label-welcome = Welcome voucher
label-back = Welcome back voucher

why-customer = Customer identified
why-first = First purchase
why-absence = Days since the last visit
why-least = Purchases: enough for the gift
