-- Counters with days: when what is earned can be spent, what reverses what, and entries by hand.
-- Keys are padded on the way, so that the entries of one sale sort by their places.

CREATE TABLE counter_entry_new (
    row       INTEGER PRIMARY KEY,
    key       TEXT NOT NULL UNIQUE, -- sale/counter/nnnn; a UUID when entered by hand
    sale      INTEGER REFERENCES sale (row), -- none when entered by hand
    customer  BLOB NOT NULL REFERENCES customer (id),
    program   TEXT NOT NULL,
    counter   TEXT NOT NULL,
    delta     INTEGER NOT NULL, -- ten-thousandths
    day       TEXT NOT NULL,    -- business day
    available TEXT,             -- the first day it can be spent
    expires   TEXT,             -- the last day it can be spent
    reverses  TEXT,             -- the key of the entry it reverses
    reason    TEXT,             -- of an entry by hand, with who made it
    operator  TEXT,
    CHECK ((sale IS NULL) = (reason IS NOT NULL) AND (sale IS NULL) = (operator IS NOT NULL))
) STRICT;

-- Keys were sale/counter/n: 36 characters of the sale, 9 more, and the place from the 46th on.
INSERT INTO counter_entry_new (row, key, sale, customer, program, counter, delta, day, reverses)
SELECT row, sale_key || printf('/counter/%04d', place), sale, customer, program, counter, delta, business_day,
       refunded || printf('/counter/%04d', json_extract(body, '$.movements.counters[' || place || '].reverses'))
FROM (
    SELECT e.*, s.business_day, s.body, substr(e.key, 1, 36) AS sale_key, CAST(substr(e.key, 46) AS INTEGER) AS place,
           CASE WHEN json_type(s.body, '$.movements.counters[' || substr(e.key, 46) || '].reverses') = 'integer'
                THEN json_extract(s.body, '$.kind.refund.of') END AS refunded
    FROM counter_entry e JOIN sale s ON s.row = e.sale
)
ORDER BY row;

DROP TABLE counter_entry; -- with its index and its guards
ALTER TABLE counter_entry_new RENAME TO counter_entry;

-- Holds all that sums of a period need.
CREATE INDEX counter_entry_of_customer ON counter_entry (customer, program, counter, day, delta, reverses);
CREATE TRIGGER counter_entry_no_update BEFORE UPDATE ON counter_entry BEGIN SELECT RAISE(ABORT, 'counter_entry: append-only'); END;
CREATE TRIGGER counter_entry_no_delete BEFORE DELETE ON counter_entry BEGIN SELECT RAISE(ABORT, 'counter_entry: append-only'); END;

-- What the shop tells programs about items and customers. Tags are JSON arrays.
ALTER TABLE item ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE item ADD COLUMN points INTEGER NOT NULL DEFAULT 0; -- of one of it, ten-thousandths
ALTER TABLE person ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE customer ADD COLUMN sponsor BLOB REFERENCES customer (id);
CREATE INDEX customer_of_sponsor ON customer (sponsor) WHERE sponsor IS NOT NULL;

-- How programs combine.
ALTER TABLE program ADD COLUMN basis TEXT NOT NULL DEFAULT 'remainder';
ALTER TABLE program ADD COLUMN pool TEXT;
ALTER TABLE program ADD COLUMN combine TEXT NOT NULL DEFAULT 'stack';

-- The search walks this index alone, as rows of items are ten times as wide.
DROP INDEX item_by_label;
CREATE INDEX item_by_label ON item (sort_key, row, words);

-- What is indexed at the end of an import is written in few large pieces: bytes of memory it may take.
INSERT INTO person_search (person_search, rank) VALUES ('hashsize', 33554432);
INSERT INTO item_search (item_search, rank) VALUES ('hashsize', 33554432);

-- Questions about a customer's past read this index alone, as rows of sales are wide.
CREATE INDEX sale_of_customer_by_day ON sale (customer, business_day, refund_of) WHERE customer IS NOT NULL;
