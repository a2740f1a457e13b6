-- What customers are listed by stands beside their names, so that each order of the list is one walk over one index.
-- Written with the indicators, which have the say.
ALTER TABLE person ADD COLUMN last_visit TEXT;
ALTER TABLE person ADD COLUMN revenue INTEGER NOT NULL DEFAULT 0; -- gross
UPDATE person SET last_visit = i.last_visit, revenue = i.revenue_gross FROM indicators i WHERE i.row = person.row;
CREATE INDEX person_by_last_visit ON person (last_visit DESC, sort_key, row);
CREATE INDEX person_by_revenue ON person (revenue DESC, sort_key, row);
DROP INDEX person_by_postcode;
DROP INDEX person_without_postcode;
CREATE INDEX person_by_postcode ON person (postcode, sort_key, row);

-- Who may be known already is looked for among all of the same name: those born on the same day, and those who can be
-- reached in several ways.
CREATE INDEX person_by_birthday ON person (birth_month, birth_day, sort_key) WHERE birth_month IS NOT NULL;
CREATE INDEX person_by_more_ways ON person (sort_key) WHERE more_phones <> '[]' OR more_emails <> '[]';
