badge = Own discount
discount-label = Own discount
cashier-missing = Own discount: { $missing } of these items to go.

why-customer = Customer identified
why-chosen = Group or tag of the customer
why-lines = Items in question that may be discounted
why-least = Items in question: the least amount is reached

issue-nobody = Choose at least one group or tag: otherwise nobody gets it.
