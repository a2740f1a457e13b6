badge = Avantage réservé
discount-label = Avantage réservé
cashier-missing = Avantage réservé : encore { $missing } d'articles concernés.

why-customer = Client identifié
why-chosen = Groupe ou étiquette du client
why-lines = Articles concernés et remisables
why-least = Articles concernés : le minimum est atteint

issue-nobody = Choisissez au moins un groupe ou une étiquette : sinon personne n'y a droit.
