-- Work in hand: papers to print, programs switched on, sales set aside.

CREATE TABLE print_job (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    document     TEXT NOT NULL, -- JSON; emptied once printed
    till         TEXT,          -- the receipt's number, when it is a receipt
    sequence     INTEGER,
    copy         INTEGER NOT NULL, -- 0 for the original, k for the k-th copy
    queued_at    TEXT NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    attempted_at TEXT,
    last_error   TEXT,
    done_at      TEXT
) STRICT;
CREATE INDEX print_job_pending ON print_job (id) WHERE done_at IS NULL;

CREATE TABLE program (
    id         TEXT NOT NULL PRIMARY KEY,
    policy     TEXT NOT NULL,
    version    TEXT NOT NULL,
    digest     TEXT NOT NULL,
    engine     TEXT NOT NULL,
    package    TEXT NOT NULL, -- the name of the package's folder
    settings   TEXT NOT NULL, -- JSON
    enabled    INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    position   INTEGER NOT NULL,
    first_day  TEXT,
    last_day   TEXT,
    breaker    TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;

-- Digests of compiled policies, checked before they are loaded.
CREATE TABLE blob_digest (
    name   TEXT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE parked (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    label  TEXT NOT NULL,
    at     TEXT NOT NULL,
    format INTEGER NOT NULL, -- of the body
    body   TEXT NOT NULL     -- JSON of the draft
) STRICT;
