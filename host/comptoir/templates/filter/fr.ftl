# Les conditions du « pourquoi ? ».
why-visits = Visites de la période
