-- Customers in full: what people tell of themselves, what they agreed to, and what was done with their files.

ALTER TABLE person ADD COLUMN company TEXT;
ALTER TABLE person ADD COLUMN siren TEXT;
ALTER TABLE person ADD COLUMN vat_number TEXT;
ALTER TABLE person ADD COLUMN more_phones TEXT NOT NULL DEFAULT '[]'; -- JSON, as more_emails
ALTER TABLE person ADD COLUMN more_emails TEXT NOT NULL DEFAULT '[]';
ALTER TABLE person ADD COLUMN complement TEXT; -- line 2 of the address
ALTER TABLE person ADD COLUMN building TEXT;   -- line 3
ALTER TABLE person ADD COLUMN street TEXT;     -- line 4
ALTER TABLE person ADD COLUMN place TEXT;      -- line 5
ALTER TABLE person ADD COLUMN country TEXT;
ALTER TABLE person ADD COLUMN language TEXT;
ALTER TABLE person ADD COLUMN warning TEXT;
ALTER TABLE person ADD COLUMN custom TEXT NOT NULL DEFAULT '{}'; -- JSON: the shop's own fields

-- Phone numbers stood as they were written: they become E.164. What is no French number stays as it was.
UPDATE person SET phone = CASE
        WHEN substr(digits, 1, 5) = '06399' THEN '+33' -- kept free for films and demos
        WHEN substr(digits, 1, 4) IN ('0692', '0693', '0262', '0263', '0639', '0269') THEN '+262'
        WHEN substr(digits, 1, 4) IN ('0690', '0691', '0590') THEN '+590'
        WHEN substr(digits, 1, 4) IN ('0694', '0594') THEN '+594'
        WHEN substr(digits, 1, 4) IN ('0696', '0697', '0596') THEN '+596'
        ELSE '+33' END || substr(digits, 2)
FROM (SELECT row AS of, replace(replace(replace(replace(phone, ' ', ''), '.', ''), '-', ''), char(160), '') AS digits
      FROM person WHERE phone IS NOT NULL)
WHERE row = of AND length(digits) = 10 AND digits GLOB '0[1-9]*' AND digits NOT GLOB '*[^0-9]*';

-- What two files of one person have in common is looked for at every key.
CREATE INDEX person_by_phone ON person (phone) WHERE phone IS NOT NULL;
CREATE INDEX person_by_email ON person (email COLLATE NOCASE) WHERE email IS NOT NULL;
-- Lists by town or postcode, and by department, which is its start.
CREATE INDEX person_by_postcode ON person (postcode, sort_key, row) WHERE postcode IS NOT NULL;

ALTER TABLE customer ADD COLUMN seller TEXT;
ALTER TABLE customer ADD COLUMN no_loyalty INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer ADD COLUMN e_receipt INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer ADD COLUMN moved INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer ADD COLUMN deceased INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer ADD COLUMN do_not_contact INTEGER NOT NULL DEFAULT 0;
CREATE INDEX customer_of_group ON customer (customer_group) WHERE customer_group IS NOT NULL;

ALTER TABLE indicators ADD COLUMN margin INTEGER NOT NULL DEFAULT 0;
ALTER TABLE indicators ADD COLUMN discounts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE indicators ADD COLUMN first_visit TEXT;

-- The same figures by customer and business day, for those of a period. Counted with each sale, and
-- rebuilt from the sales at will.
CREATE TABLE purchase_day (
    customer      INTEGER NOT NULL REFERENCES customer (row),
    day           TEXT NOT NULL,
    sales         INTEGER NOT NULL,
    receipts      INTEGER NOT NULL,
    items         INTEGER NOT NULL,
    revenue_net   INTEGER NOT NULL,
    revenue_gross INTEGER NOT NULL,
    margin        INTEGER NOT NULL,
    discounts     INTEGER NOT NULL,
    PRIMARY KEY (customer, day)
) STRICT, WITHOUT ROWID;

-- What customers said about each way of writing to them. The last one counts.
CREATE TABLE consent (
    row      INTEGER PRIMARY KEY,
    customer INTEGER NOT NULL REFERENCES customer (row),
    channel  TEXT NOT NULL,
    granted  INTEGER NOT NULL CHECK (granted IN (0, 1)),
    at       TEXT NOT NULL,
    source   TEXT NOT NULL,
    wording  TEXT NOT NULL,
    operator TEXT NOT NULL
) STRICT;
CREATE INDEX consent_of_customer ON consent (customer, channel, row, granted);
CREATE TRIGGER consent_no_update BEFORE UPDATE ON consent BEGIN SELECT RAISE(ABORT, 'consent: append-only'); END;

CREATE TABLE customer_note (
    row      INTEGER PRIMARY KEY,
    customer INTEGER NOT NULL REFERENCES customer (row),
    at       TEXT NOT NULL,
    operator TEXT NOT NULL,
    text     TEXT NOT NULL
) STRICT;
CREATE INDEX customer_note_of_customer ON customer_note (customer, row);

-- The fields that the shop defined.
CREATE TABLE custom_field (
    key      TEXT NOT NULL PRIMARY KEY,
    label    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    choices  TEXT NOT NULL, -- JSON
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Many changes at once, that can be taken back: an import, a change of all customers of a list.
CREATE TABLE batch (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    kind      TEXT NOT NULL,
    label     TEXT NOT NULL,
    at        TEXT NOT NULL,
    operator  TEXT NOT NULL,
    undone_at TEXT
) STRICT;

-- What was done with a file. The state before a change is kept, so that it can be taken back.
CREATE TABLE file_act (
    row      INTEGER PRIMARY KEY,
    customer INTEGER NOT NULL REFERENCES customer (row),
    act      TEXT NOT NULL,
    at       TEXT NOT NULL,
    operator TEXT NOT NULL,
    batch    INTEGER REFERENCES batch (id),
    before   TEXT, -- JSON of the file
    detail   TEXT  -- JSON: what else is to know
) STRICT;
CREATE INDEX file_act_of_customer ON file_act (customer, row);
CREATE INDEX file_act_of_batch ON file_act (batch, row) WHERE batch IS NOT NULL;

-- Files of one person, joined: the absorbed one stays in the books under its own id.
CREATE TABLE merger (
    absorbed  BLOB NOT NULL PRIMARY KEY REFERENCES customer (id),
    kept      BLOB NOT NULL REFERENCES customer (id),
    at        TEXT NOT NULL,
    operator  TEXT NOT NULL,
    before    TEXT NOT NULL -- JSON of both files
) STRICT, WITHOUT ROWID;
CREATE INDEX merger_by_kept ON merger (kept);

-- Addresses that may not be written to, as digests: they outlive the file, and stop a new import.
CREATE TABLE opposition (
    channel TEXT NOT NULL,
    digest  BLOB NOT NULL,
    at      TEXT NOT NULL,
    reason  TEXT NOT NULL,
    PRIMARY KEY (channel, digest)
) STRICT, WITHOUT ROWID;

-- Accounts: payments, opening balances and corrections beside sales.
ALTER TABLE account_entry ALTER COLUMN sale DROP NOT NULL;
ALTER TABLE account_entry ADD COLUMN kind TEXT NOT NULL DEFAULT 'sale';
ALTER TABLE account_entry ADD COLUMN day TEXT;    -- business day, of what is no sale
ALTER TABLE account_entry ADD COLUMN due TEXT;    -- the day until which it is to be paid
ALTER TABLE account_entry ADD COLUMN detail TEXT; -- JSON: how it was paid, why it was corrected, by whom
-- A payment is found by the number of its receipt.
CREATE INDEX account_entry_of_receipt ON account_entry (json_extract(detail, '$.receipt')) WHERE kind = 'payment';

-- Which payment settles which entry, and how much of it (lettrage).
CREATE TABLE account_match (
    row     INTEGER PRIMARY KEY,
    payment INTEGER NOT NULL REFERENCES account_entry (row),
    entry   INTEGER NOT NULL REFERENCES account_entry (row),
    amount  INTEGER NOT NULL -- cents; below zero takes a match back
) STRICT;
CREATE INDEX account_match_of_entry ON account_match (entry, amount);
CREATE INDEX account_match_of_payment ON account_match (payment, amount);
CREATE TRIGGER account_match_no_update BEFORE UPDATE ON account_match BEGIN SELECT RAISE(ABORT, 'account_match: append-only'); END;
CREATE TRIGGER account_match_no_delete BEFORE DELETE ON account_match BEGIN SELECT RAISE(ABORT, 'account_match: append-only'); END;

-- Credit notes and gift vouchers brought over from another till have no sale.
ALTER TABLE credit ALTER COLUMN sale DROP NOT NULL;
ALTER TABLE credit ADD COLUMN day TEXT;    -- of what no sale issued
ALTER TABLE credit ADD COLUMN detail TEXT; -- JSON: where it came from
ALTER TABLE credit_entry ALTER COLUMN sale DROP NOT NULL;
ALTER TABLE credit_entry ADD COLUMN day TEXT;
