-- Customers: an opaque id that the books know, and apart from it the person, who can be erased.

CREATE TABLE customer_group (
    id         TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    price_list TEXT REFERENCES price_list (id),
    discount   INTEGER NOT NULL -- hundredths of a percent
) STRICT, WITHOUT ROWID;

CREATE TABLE customer (
    row            INTEGER PRIMARY KEY,
    id             BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    since          TEXT NOT NULL,
    customer_group TEXT REFERENCES customer_group (id)
) STRICT;

CREATE TABLE person (
    row         INTEGER PRIMARY KEY REFERENCES customer (row),
    title       TEXT,
    last_name   TEXT NOT NULL,
    first_name  TEXT NOT NULL,
    phone       TEXT,
    email       TEXT,
    postcode    TEXT,
    city        TEXT,
    birth_month INTEGER,
    birth_day   INTEGER,
    birth_year  INTEGER,
    note        TEXT,
    sort_key    TEXT NOT NULL, -- last name and first name, folded
    words       TEXT NOT NULL  -- names, phone, e-mail and cards as the search finds them, folded
) STRICT;
CREATE INDEX person_by_name ON person (sort_key, row);

CREATE TABLE card (
    code     TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,
    customer INTEGER NOT NULL REFERENCES customer (row),
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX card_of_customer ON card (customer, position);

CREATE VIRTUAL TABLE person_search USING fts5 (
    words, content = 'person', content_rowid = 'row', tokenize = 'ascii', detail = none, columnsize = 0, prefix = '1 2 3 4'
);
-- What is erased leaves the index too, at once.
INSERT INTO person_search (person_search, rank) VALUES ('secure-delete', 1);

-- Running statistics: narrow, because the search sorts by the last visit. Rebuilt from the sales at will.
CREATE TABLE indicators (
    row           INTEGER PRIMARY KEY REFERENCES customer (row),
    visits        INTEGER NOT NULL,
    sales         INTEGER NOT NULL,
    receipts      INTEGER NOT NULL,
    operations    INTEGER NOT NULL,
    items         INTEGER NOT NULL,
    revenue_net   INTEGER NOT NULL,
    revenue_gross INTEGER NOT NULL,
    last_visit    TEXT
) STRICT;
CREATE INDEX indicators_by_last_visit ON indicators (last_visit);
