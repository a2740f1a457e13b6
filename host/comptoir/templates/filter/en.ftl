# The conditions of the "why?".
why-visits = Visits in the period
