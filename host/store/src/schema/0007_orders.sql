-- Lists of all customers in the orders that merchants ask for, without sorting a million of them.

CREATE INDEX indicators_by_revenue ON indicators (revenue_gross);
-- The end of a list by postcode: few have none.
CREATE INDEX person_without_postcode ON person (sort_key, row) WHERE postcode IS NULL;
