-- Statistics of periods: what each sale sold in each department. Counted with each sale, and rebuilt from the sales
-- at will, which is why its rows do not refer to those of the books. In the order of days, so that a period is one
-- stretch of the file.
CREATE TABLE sale_share (
    day      TEXT NOT NULL,    -- business day
    sale     INTEGER NOT NULL, -- its row
    path     TEXT NOT NULL,    -- departments from the root: /homme/chemises/
    refund   INTEGER NOT NULL CHECK (refund IN (0, 1)),
    customer INTEGER,          -- the row of the sale's
    seller   TEXT NOT NULL,
    items    INTEGER NOT NULL,
    gross    INTEGER NOT NULL, -- of what is revenue
    net      INTEGER NOT NULL,
    margin   INTEGER NOT NULL, -- of the lines whose cost is known
    by_hand  INTEGER NOT NULL, -- discounts that somebody typed
    PRIMARY KEY (day, sale, path)
) STRICT, WITHOUT ROWID;

-- Files that somebody opened at the shop, batches apart.
CREATE INDEX file_act_enrolled ON file_act (at, operator) WHERE act = '"created"' AND batch IS NULL;
