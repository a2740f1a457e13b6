-- What is on sale. Amounts are cents, VAT rates hundred-thousandths.

CREATE TABLE department (
    id     TEXT NOT NULL PRIMARY KEY,
    name   TEXT NOT NULL,
    parent TEXT REFERENCES department (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE price_list (
    id   TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE item (
    row          INTEGER PRIMARY KEY,
    sku          TEXT NOT NULL UNIQUE,
    label        TEXT NOT NULL,
    kind         TEXT NOT NULL,
    department   TEXT NOT NULL REFERENCES department (id),
    vat_rate     INTEGER NOT NULL,
    price        INTEGER NOT NULL,
    cost         INTEGER,
    unit         TEXT NOT NULL,
    discountable INTEGER NOT NULL CHECK (discountable IN (0, 1)),
    sort_key     TEXT NOT NULL, -- the label folded
    words        TEXT NOT NULL  -- what the search finds it by, folded
) STRICT;
CREATE INDEX item_sku_any_case ON item (sku COLLATE NOCASE);
CREATE INDEX item_by_label ON item (sort_key, row);
CREATE INDEX item_by_department ON item (department);

CREATE TABLE item_price (
    item  INTEGER NOT NULL REFERENCES item (row),
    list  TEXT NOT NULL REFERENCES price_list (id),
    price INTEGER NOT NULL,
    PRIMARY KEY (item, list)
) STRICT, WITHOUT ROWID;

CREATE TABLE item_code (
    code     TEXT NOT NULL PRIMARY KEY,
    item     INTEGER NOT NULL REFERENCES item (row),
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX item_code_of_item ON item_code (item, position);

-- The words are folded before they come here, so the tokenizer has only to split at spaces.
CREATE VIRTUAL TABLE item_search USING fts5 (
    words, content = 'item', content_rowid = 'row', tokenize = 'ascii', detail = none, columnsize = 0, prefix = '1 2 3 4'
);
