-- The VAT regime of a customer, when it is not that of everybody, with the attestation for purchases free of tax.

ALTER TABLE customer ADD COLUMN vat_regime TEXT; -- intracom, export, franchise
ALTER TABLE customer ADD COLUMN attestation TEXT;
ALTER TABLE customer ADD COLUMN attestation_until TEXT;
-- They are few among many.
CREATE INDEX customer_under_regime ON customer (vat_regime) WHERE vat_regime IS NOT NULL;
