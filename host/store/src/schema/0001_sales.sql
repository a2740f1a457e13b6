-- Paid sales and refunds: the frozen body is the truth, the rows beside it answer questions.
-- Amounts are cents, of a refund below zero. Nothing here is ever changed or deleted.

CREATE TABLE sale (
    row          INTEGER PRIMARY KEY, -- in the order of payment
    id           BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    till         TEXT NOT NULL,
    sequence     INTEGER NOT NULL CHECK (sequence > 0),
    paid_at      INTEGER NOT NULL, -- milliseconds since 1970, UTC
    utc_offset   INTEGER NOT NULL, -- seconds
    business_day TEXT NOT NULL,
    refund_of    INTEGER REFERENCES sale (row),
    customer     BLOB REFERENCES customer (id),
    operator     TEXT NOT NULL,
    seller       TEXT NOT NULL,
    training     INTEGER NOT NULL CHECK (training IN (0, 1)),
    articles     INTEGER NOT NULL,
    total        INTEGER NOT NULL,
    change       INTEGER NOT NULL,
    format       INTEGER NOT NULL, -- of the body
    body         TEXT NOT NULL,    -- JSON
    UNIQUE (till, sequence)
) STRICT;
CREATE INDEX sale_by_day ON sale (business_day);
CREATE INDEX sale_by_customer ON sale (customer) WHERE customer IS NOT NULL;
CREATE INDEX sale_by_refunded ON sale (refund_of) WHERE refund_of IS NOT NULL;

CREATE TABLE sale_line (
    sale       INTEGER NOT NULL REFERENCES sale (row),
    line       INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    sku        TEXT NOT NULL,
    label      TEXT NOT NULL,
    department TEXT NOT NULL,
    path       TEXT NOT NULL, -- departments from the root: /homme/chemises/
    quantity   TEXT NOT NULL, -- decimal
    unit_price INTEGER NOT NULL,
    amount     INTEGER NOT NULL, -- before discounts
    gross      INTEGER NOT NULL,
    net        INTEGER NOT NULL,
    vat_rate   INTEGER NOT NULL,
    PRIMARY KEY (sale, line)
) STRICT, WITHOUT ROWID;

-- What each origin took off each line: 'manual', 'group', 'sale', 'voucher' or 'program',
-- with the group, the voucher's id or the program as its source.
CREATE TABLE sale_discount (
    sale   INTEGER NOT NULL,
    line   INTEGER NOT NULL,
    origin TEXT NOT NULL,
    source TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (sale, line, origin, source),
    FOREIGN KEY (sale, line) REFERENCES sale_line (sale, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE sale_tender (
    sale     INTEGER NOT NULL REFERENCES sale (row),
    position INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    amount   INTEGER NOT NULL,
    credit   BLOB REFERENCES credit (id),
    PRIMARY KEY (sale, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE sale_vat (
    sale  INTEGER NOT NULL REFERENCES sale (row),
    rate  INTEGER NOT NULL,
    net   INTEGER NOT NULL,
    vat   INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    PRIMARY KEY (sale, rate)
) STRICT, WITHOUT ROWID;

CREATE TABLE sale_program (
    sale    INTEGER NOT NULL REFERENCES sale (row),
    program TEXT NOT NULL,
    policy  TEXT NOT NULL,
    version TEXT NOT NULL,
    digest  TEXT NOT NULL,
    engine  TEXT NOT NULL,
    fault   TEXT, -- why it was skipped
    PRIMARY KEY (sale, program)
) STRICT, WITHOUT ROWID;

CREATE TABLE offer_event (
    sale     INTEGER NOT NULL,
    program  TEXT NOT NULL,
    offer    TEXT NOT NULL,
    position INTEGER NOT NULL,
    title    TEXT NOT NULL,
    state    TEXT NOT NULL,
    expires  TEXT,
    PRIMARY KEY (sale, program, offer),
    FOREIGN KEY (sale, program) REFERENCES sale_program (sale, program)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER sale_no_update BEFORE UPDATE ON sale BEGIN SELECT RAISE(ABORT, 'sale: append-only'); END;
CREATE TRIGGER sale_no_delete BEFORE DELETE ON sale BEGIN SELECT RAISE(ABORT, 'sale: append-only'); END;
CREATE TRIGGER sale_line_no_update BEFORE UPDATE ON sale_line BEGIN SELECT RAISE(ABORT, 'sale_line: append-only'); END;
CREATE TRIGGER sale_line_no_delete BEFORE DELETE ON sale_line BEGIN SELECT RAISE(ABORT, 'sale_line: append-only'); END;
CREATE TRIGGER sale_discount_no_update BEFORE UPDATE ON sale_discount BEGIN SELECT RAISE(ABORT, 'sale_discount: append-only'); END;
CREATE TRIGGER sale_discount_no_delete BEFORE DELETE ON sale_discount BEGIN SELECT RAISE(ABORT, 'sale_discount: append-only'); END;
CREATE TRIGGER sale_tender_no_update BEFORE UPDATE ON sale_tender BEGIN SELECT RAISE(ABORT, 'sale_tender: append-only'); END;
CREATE TRIGGER sale_tender_no_delete BEFORE DELETE ON sale_tender BEGIN SELECT RAISE(ABORT, 'sale_tender: append-only'); END;
CREATE TRIGGER sale_vat_no_update BEFORE UPDATE ON sale_vat BEGIN SELECT RAISE(ABORT, 'sale_vat: append-only'); END;
CREATE TRIGGER sale_vat_no_delete BEFORE DELETE ON sale_vat BEGIN SELECT RAISE(ABORT, 'sale_vat: append-only'); END;
CREATE TRIGGER sale_program_no_update BEFORE UPDATE ON sale_program BEGIN SELECT RAISE(ABORT, 'sale_program: append-only'); END;
CREATE TRIGGER sale_program_no_delete BEFORE DELETE ON sale_program BEGIN SELECT RAISE(ABORT, 'sale_program: append-only'); END;
CREATE TRIGGER offer_event_no_update BEFORE UPDATE ON offer_event BEGIN SELECT RAISE(ABORT, 'offer_event: append-only'); END;
CREATE TRIGGER offer_event_no_delete BEFORE DELETE ON offer_event BEGIN SELECT RAISE(ABORT, 'offer_event: append-only'); END;
