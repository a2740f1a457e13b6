offer-kitty = Pay up to { $most } with the kitty
discount-label = Kitty
cashier-kitty = Kitty: { $before }, +{ $earned } with this sale.
cashier-used = Kitty: { $used } used, { $left } will be left.
cashier-expires = Kitty: { $amount } to be used by { $day }.
receipt-kitty = Your kitty: { $left }.

why-customer = Customer identified
why-least = Kitty: enough to be used
why-basket = Purchases: enough to use the kitty
why-room = Items that are paid with the kitty
