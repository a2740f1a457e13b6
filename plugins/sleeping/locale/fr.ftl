issue-most-days = Plus petit que le nombre de jours au-dessus : personne ne serait retenu. 0 : peu importe.
why-came = Est déjà venu
why-last = Dernière visite, au plus tard le
why-not-lost = Dernière visite, au plus tôt le
why-visits = Visites en tout
why-revenue = Achats en tout
why-group = Famille
