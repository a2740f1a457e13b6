offer-voucher = Voucher of { $worth }
voucher-label = Loyalty voucher
why-customer = Customer identified
why-threshold = Points: the threshold is reached
why-first = First purchase
receipt-until = Your { $points } points stay valid until { $day }; each purchase extends this.
