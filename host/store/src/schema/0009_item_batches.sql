-- What a batch did with items and departments, so that it can be taken back: an import of items. An act goes when it
-- is taken back.

CREATE TABLE item_act (
    row        INTEGER PRIMARY KEY,
    batch      INTEGER NOT NULL REFERENCES batch (id),
    sku        TEXT,
    department TEXT,
    before     TEXT,          -- JSON of the item; none when it is new
    after      TEXT NOT NULL, -- JSON of what the batch left
    CHECK ((sku IS NULL) <> (department IS NULL))
) STRICT;
CREATE INDEX item_act_of_batch ON item_act (batch, row);
-- A department that an item may come back to stays.
CREATE INDEX item_act_out_of ON item_act (json_extract(before, '$.department')) WHERE before IS NOT NULL;
