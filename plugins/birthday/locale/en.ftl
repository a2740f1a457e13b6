badge = Birthday
cashier-birthday = Birthday on { $day }: wish it, there is a gift.
cashier-given = Birthday on { $day }: the gift has been taken already.
receipt-wishes = Happy birthday!
offer-percent = Birthday: { $percent }% off
offer-amount = Birthday: { $amount } off
offer-voucher = Birthday: voucher of { $amount }
discount-label = Birthday discount
voucher-label = Birthday voucher

why-customer = Customer identified
why-known = Birthday known
why-around = Day around the birthday
why-first = Gift not taken yet for this birthday
