offer-credit = Friends: { $worth } off
discount-label = Brought a friend
cashier-both = Friends: { $sponsor } for who brought this customer, { $sponsored } for this customer.
cashier-missing = Brought by a friend: { $missing } to go to reward both.
receipt-thanks = Thanks to the friend who told you of the shop.

why-customer = Customer identified
why-sponsored = Brought by another customer
why-first = Sales before this one
why-least = First purchase: the least amount is reached
why-credit = Credit for friends that can be used
