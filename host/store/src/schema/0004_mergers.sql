-- Files of one person, joined. The absorbed one stays in the books under its own id: what names it counts
-- for the file that it ended in. Nothing was ever written to the table as it was before.

DROP TABLE merger; -- with its index
CREATE TABLE merger (
    absorbed BLOB NOT NULL PRIMARY KEY REFERENCES customer (id),
    kept     BLOB NOT NULL REFERENCES customer (id), -- the file that it was joined to
    head     BLOB NOT NULL REFERENCES customer (id), -- the file that it counts for: kept, or what that was joined to
    at       TEXT NOT NULL,
    operator TEXT NOT NULL,
    before   TEXT -- JSON of both files and of the account, as they were; nothing once the person is erased
) STRICT, WITHOUT ROWID;
CREATE INDEX merger_by_kept ON merger (kept);
CREATE INDEX merger_by_head ON merger (head, absorbed);
