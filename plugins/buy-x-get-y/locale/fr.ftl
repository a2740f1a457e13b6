discount-label = Offre par lot
one-more = { $missing ->
    [one] Encore { $missing } article de la promotion : { $percent } % de remise sur le moins cher.
   *[other] Encore { $missing } articles de la promotion : { $percent } % de remise sur les moins chers.
}

why-customer = Client identifié
why-pieces = Articles de la promotion : au moins un lot
