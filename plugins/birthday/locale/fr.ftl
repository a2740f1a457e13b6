badge = Anniversaire
cashier-birthday = Anniversaire le { $day } : souhaitez-le, un cadeau est prévu.
cashier-given = Anniversaire le { $day } : le cadeau a déjà été pris.
receipt-wishes = Joyeux anniversaire !
offer-percent = Anniversaire : { $percent } % de remise
offer-amount = Anniversaire : { $amount } de remise
offer-voucher = Anniversaire : bon d'achat de { $amount }
discount-label = Remise anniversaire
voucher-label = Bon d'anniversaire

why-customer = Client identifié
why-known = Date d'anniversaire connue
why-around = Jour proche de l'anniversaire
why-first = Cadeau pas encore pris pour cet anniversaire
