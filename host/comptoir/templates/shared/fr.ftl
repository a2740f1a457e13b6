offer-gift = Bon d'achat de { $worth }
voucher-label = Bon d'achat fidélité

cashier-progress = { $stamps ->
    [one] { $stamps } tampon
   *[other] { $stamps } tampons
} sur { $needed }.
cashier-gift = Carte pleine : un bon de { $worth } à proposer.

why-customer = Client identifié
why-minimum = Achats : au moins le minimum
why-stamps = Tampons : la carte est pleine
