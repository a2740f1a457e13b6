discount-label = Multi-buy discount

why-pieces = Items of the offer: enough for the discount
