-- The shop that this file belongs to, written once, and small settings.

PRAGMA application_id = 0x436F6D70; -- "Comp": tells a shop from any other SQLite file

CREATE TABLE shop (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    body TEXT NOT NULL -- JSON of the shop, frozen when the folder was made
) STRICT;

CREATE TABLE setting (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER shop_no_update BEFORE UPDATE ON shop BEGIN SELECT RAISE(ABORT, 'shop: append-only'); END;
CREATE TRIGGER shop_no_delete BEFORE DELETE ON shop BEGIN SELECT RAISE(ABORT, 'shop: append-only'); END;
