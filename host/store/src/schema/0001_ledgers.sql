-- Ledgers: balances are sums of entries. Every entry has a key that makes writing it twice impossible.

CREATE TABLE counter_entry (
    row      INTEGER PRIMARY KEY,
    key      TEXT NOT NULL UNIQUE, -- sale/counter/n
    sale     INTEGER NOT NULL REFERENCES sale (row),
    customer BLOB NOT NULL REFERENCES customer (id),
    program  TEXT NOT NULL,
    counter  TEXT NOT NULL,
    delta    INTEGER NOT NULL -- ten-thousandths
) STRICT;
CREATE INDEX counter_entry_of_customer ON counter_entry (customer, program, counter, delta);

-- Credit notes, gift vouchers and vouchers. What one was issued for is its first entry.
CREATE TABLE credit (
    id       BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    kind     TEXT NOT NULL,
    code     TEXT NOT NULL UNIQUE COLLATE NOCASE,
    sale     INTEGER NOT NULL REFERENCES sale (row), -- that issued it
    position INTEGER NOT NULL,
    customer BLOB REFERENCES customer (id),
    issued   INTEGER NOT NULL, -- cents
    expires  TEXT,
    program  TEXT,
    line     INTEGER,
    label    TEXT NOT NULL
) STRICT;
CREATE INDEX credit_of_customer ON credit (customer) WHERE customer IS NOT NULL;
CREATE INDEX credit_of_sale ON credit (sale, position);

CREATE TABLE credit_entry (
    row    INTEGER PRIMARY KEY,
    key    TEXT NOT NULL UNIQUE, -- sale/issue/n or sale/credit/n
    sale   INTEGER NOT NULL REFERENCES sale (row),
    credit BLOB NOT NULL REFERENCES credit (id),
    delta  INTEGER NOT NULL -- cents
) STRICT;
CREATE INDEX credit_entry_of_credit ON credit_entry (credit, delta);

CREATE TABLE account (
    customer     BLOB NOT NULL PRIMARY KEY REFERENCES customer (id),
    credit_limit INTEGER, -- cents, inclusive
    hold         TEXT     -- why nothing more may be put on it
) STRICT, WITHOUT ROWID;

CREATE TABLE account_entry (
    row      INTEGER PRIMARY KEY,
    key      TEXT NOT NULL UNIQUE, -- sale/account/0
    sale     INTEGER NOT NULL REFERENCES sale (row),
    customer BLOB NOT NULL REFERENCES account (customer),
    delta    INTEGER NOT NULL -- cents, above zero when the customer owes more
) STRICT;
CREATE INDEX account_entry_of_customer ON account_entry (customer, delta);

CREATE TRIGGER counter_entry_no_update BEFORE UPDATE ON counter_entry BEGIN SELECT RAISE(ABORT, 'counter_entry: append-only'); END;
CREATE TRIGGER counter_entry_no_delete BEFORE DELETE ON counter_entry BEGIN SELECT RAISE(ABORT, 'counter_entry: append-only'); END;
CREATE TRIGGER credit_no_update BEFORE UPDATE ON credit BEGIN SELECT RAISE(ABORT, 'credit: append-only'); END;
CREATE TRIGGER credit_no_delete BEFORE DELETE ON credit BEGIN SELECT RAISE(ABORT, 'credit: append-only'); END;
CREATE TRIGGER credit_entry_no_update BEFORE UPDATE ON credit_entry BEGIN SELECT RAISE(ABORT, 'credit_entry: append-only'); END;
CREATE TRIGGER credit_entry_no_delete BEFORE DELETE ON credit_entry BEGIN SELECT RAISE(ABORT, 'credit_entry: append-only'); END;
CREATE TRIGGER account_entry_no_update BEFORE UPDATE ON account_entry BEGIN SELECT RAISE(ABORT, 'account_entry: append-only'); END;
CREATE TRIGGER account_entry_no_delete BEFORE DELETE ON account_entry BEGIN SELECT RAISE(ABORT, 'account_entry: append-only'); END;
