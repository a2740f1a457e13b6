badge = Card until { $day }
cashier-sold = Club card valid until { $day }, from the next sale on.
cashier-ending = The card ends on { $day }: offer to renew it.
discount-label = Club card
label-privilege = Club card, privilege period

why-customer = Customer identified
why-member = Valid club card
why-privilege = Privilege period
why-lines = Items that may be discounted

issue-card = Choose one item: the card.
issue-period = The period ends before it starts.
