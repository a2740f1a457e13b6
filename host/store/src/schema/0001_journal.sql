-- The fiscal journal: the exact bytes that were signed, one chain per till and family.

CREATE TABLE journal_record (
    row       INTEGER PRIMARY KEY,
    till      TEXT NOT NULL,
    family    TEXT NOT NULL,
    sequence  INTEGER NOT NULL CHECK (sequence > 0),
    format    INTEGER NOT NULL, -- of the payload
    payload   BLOB NOT NULL,
    previous  BLOB, -- the signature of the record before
    signature BLOB NOT NULL,
    key_id    TEXT NOT NULL,
    sale      INTEGER REFERENCES sale (row), -- the sale it was committed with
    UNIQUE (till, family, sequence)
) STRICT;
CREATE INDEX journal_record_of_sale ON journal_record (sale) WHERE sale IS NOT NULL;

CREATE TRIGGER journal_record_no_update BEFORE UPDATE ON journal_record BEGIN SELECT RAISE(ABORT, 'journal_record: append-only'); END;
CREATE TRIGGER journal_record_no_delete BEFORE DELETE ON journal_record BEGIN SELECT RAISE(ABORT, 'journal_record: append-only'); END;
