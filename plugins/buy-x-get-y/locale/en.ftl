discount-label = Multi-buy offer
one-more = { $missing ->
    [one] { $missing } more item of the offer: { $percent }% off the cheapest.
   *[other] { $missing } more items of the offer: { $percent }% off the cheapest.
}

why-customer = Customer identified
why-pieces = Items of the offer: at least one set
