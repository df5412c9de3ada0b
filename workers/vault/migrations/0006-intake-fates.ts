/**
 * What became of a file's columns beyond their meaning: stored as a keyed hash, or stored on a documented basis (JSON: purpose and
 * reason). Values kept on such a basis lie apart, go with their person, and with the import that brought them.
 */
export const intakeFates = `
ALTER TABLE fields ADD COLUMN fate TEXT NOT NULL DEFAULT 'keep';
ALTER TABLE fields ADD COLUMN basis TEXT;

CREATE TABLE attributes (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  field_id INTEGER NOT NULL REFERENCES fields(id), value TEXT NOT NULL, import_id INTEGER NOT NULL
);
CREATE INDEX attributes_by_customer ON attributes(customer_id);
CREATE INDEX attributes_by_field ON attributes(field_id);
CREATE INDEX attributes_by_import ON attributes(import_id);
CREATE TRIGGER attributes_go_with_import AFTER UPDATE OF undone_at ON imports WHEN NEW.undone_at IS NOT NULL
BEGIN DELETE FROM attributes WHERE import_id = NEW.id; END;
`;
