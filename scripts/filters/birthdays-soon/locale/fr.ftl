why-known = Date de naissance connue
why-soon = Prochain anniversaire, au plus tard le
why-visits = Visites depuis un an
