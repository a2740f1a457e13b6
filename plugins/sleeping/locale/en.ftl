issue-most-days = Smaller than the number of days above: nobody would be chosen. 0: no matter.
why-came = Has come before
why-last = Last visit, at the latest on
why-not-lost = Last visit, at the earliest on
why-visits = Visits in all
why-revenue = Purchases in all
why-group = Group
