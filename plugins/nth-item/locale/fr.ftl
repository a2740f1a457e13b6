discount-label = Remise par lot

why-pieces = Articles de la promotion : assez pour la remise
