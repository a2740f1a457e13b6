offer-kitty = Payer jusqu'à { $most } avec la cagnotte
discount-label = Cagnotte
cashier-kitty = Cagnotte : { $before }, +{ $earned } avec cette vente.
cashier-used = Cagnotte : { $used } utilisés, il restera { $left }.
cashier-expires = Cagnotte : { $amount } à utiliser d'ici le { $day }.
receipt-kitty = Votre cagnotte : { $left }.

why-customer = Client identifié
why-least = Cagnotte : assez pour être utilisée
why-basket = Achats : assez pour utiliser la cagnotte
why-room = Articles qui se paient avec la cagnotte
