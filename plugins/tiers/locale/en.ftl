badge = { $level ->
    [bronze] Bronze
    [silver] Silver
   *[gold] Gold
}
cashier-near = { $missing } of purchases to go to the level { $level ->
    [bronze] Bronze
    [silver] Silver
   *[gold] Gold
}.
cashier-reached = With this sale, level { $level ->
    [bronze] Bronze
    [silver] Silver
   *[gold] Gold
} from the next visit on.
discount-label = { $level ->
    [bronze] Bronze
    [silver] Silver
   *[gold] Gold
} discount
offer-voucher = Voucher of { $worth }
voucher-label = Loyalty voucher
receipt-points = You have { $points ->
    [one] { $points } loyalty point
   *[other] { $points } loyalty points
}.

why-customer = Customer identified
why-bronze = Past purchases: level Bronze
why-silver = Past purchases: level Silver
why-gold = Past purchases: level Gold
why-threshold = Points: the threshold is reached

issue-order = Each level starts above the one before: Bronze, then Silver, then Gold.
issue-points = A counter keeps at most four decimals: for instance 1.25.
