-- Price lists with days, rules and a base. Percentages are hundredths of a percent. The prices of a list that
-- was there before stay what they were: with tax, every day.

ALTER TABLE price_list ADD COLUMN first_day TEXT; -- itself included
ALTER TABLE price_list ADD COLUMN last_day TEXT;  -- itself included
ALTER TABLE price_list ADD COLUMN without_tax INTEGER NOT NULL DEFAULT 0 CHECK (without_tax IN (0, 1));
ALTER TABLE price_list ADD COLUMN base TEXT REFERENCES price_list (id);
ALTER TABLE price_list ADD COLUMN percent INTEGER CHECK ((base IS NULL) = (percent IS NULL));

CREATE TABLE price_list_department (
    list       TEXT NOT NULL REFERENCES price_list (id),
    department TEXT NOT NULL REFERENCES department (id),
    percent    INTEGER NOT NULL,
    PRIMARY KEY (list, department)
) STRICT, WITHOUT ROWID;

CREATE INDEX item_price_by_list ON item_price (list);
