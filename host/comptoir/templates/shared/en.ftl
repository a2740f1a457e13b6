offer-gift = Voucher of { $worth }
voucher-label = Loyalty voucher

cashier-progress = { $stamps ->
    [one] { $stamps } stamp
   *[other] { $stamps } stamps
} of { $needed }.
cashier-gift = The card is full: offer a voucher of { $worth }.

why-customer = Customer identified
why-minimum = Purchases: at least the minimum
why-stamps = Stamps: the card is full
