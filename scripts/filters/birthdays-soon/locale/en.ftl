why-known = Birthday known
why-soon = Next birthday, at the latest on
why-visits = Visits within a year
