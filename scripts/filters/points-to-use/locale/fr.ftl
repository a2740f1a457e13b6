issue-counter = Écrivez programme/compteur, par exemple loyalty-spend/points.
why-balance = Solde du compteur
why-lapses = Une partie expire un jour
why-until = Le premier lot expire au plus tard le
