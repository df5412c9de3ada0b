/**
 * The tables of the foundation. Dates are epoch days (INTEGER), moments ISO 8601 UTC text, money
 * integer minor units of its currency. `import_id` on a row is the import that made it: undoing that
 * import takes the row away again. Every column is declared in workers/gates/use/catalogue.ts.
 */
export const foundation = `
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE purposes (code TEXT PRIMARY KEY, basis TEXT NOT NULL) WITHOUT ROWID;
-- The bases a new vault starts with; workers/terms/purpose.ts names the same (a test compares them).
INSERT INTO purposes (code, basis) VALUES ('service', 'contract'), ('analytics', 'legitimate_interest'),
  ('profiling', 'legitimate_interest'), ('email_marketing', 'consent'), ('postal_marketing', 'consent'),
  ('ads_matching', 'consent');

-- One row per file column that was stored: what it was called, what it means, what it is for.
CREATE TABLE fields (
  id INTEGER PRIMARY KEY, import_id INTEGER NOT NULL REFERENCES imports(id) ON DELETE CASCADE,
  heading TEXT NOT NULL, target TEXT NOT NULL, class TEXT NOT NULL, purposes TEXT NOT NULL, stored INTEGER NOT NULL
);

CREATE TABLE imports (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, source TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
  plan TEXT NOT NULL, at TEXT NOT NULL, read INTEGER NOT NULL, stored INTEGER NOT NULL, quarantined INTEGER NOT NULL,
  repeated INTEGER NOT NULL, undone_at TEXT
);

CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY, import_id INTEGER NOT NULL REFERENCES imports(id) ON DELETE CASCADE,
  line INTEGER NOT NULL, reason TEXT NOT NULL, heading TEXT, raw TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'waiting'
);
CREATE INDEX quarantine_by_import ON quarantine(import_id, state);

CREATE TABLE customers (
  id INTEGER PRIMARY KEY, import_id INTEGER NOT NULL, source TEXT NOT NULL,
  full_name TEXT, family_name TEXT, given_name TEXT, full_reading TEXT, family_reading TEXT, given_reading TEXT,
  postal_code TEXT, prefecture TEXT, city TEXT, street TEXT, country TEXT,
  age_band TEXT, gender TEXT, registered_on INTEGER, search_key TEXT NOT NULL DEFAULT '',
  -- Epoch day on which a retention rule took names and contacts away; NULL for everybody else.
  generalised_on INTEGER
);

-- Exact keys, normalised for matching; display keeps what the file said.
CREATE TABLE identifiers (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  kind TEXT NOT NULL, value TEXT NOT NULL, display TEXT NOT NULL, source TEXT NOT NULL,
  since TEXT NOT NULL, import_id INTEGER NOT NULL
);
CREATE UNIQUE INDEX identifiers_by_value ON identifiers(kind, source, value);
CREATE INDEX identifiers_by_customer ON identifiers(customer_id);

-- What a customer's field held before an import changed it, so that the import can be undone.
CREATE TABLE customer_revisions (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  import_id INTEGER NOT NULL, field TEXT NOT NULL, before TEXT
);
CREATE INDEX customer_revisions_by_import ON customer_revisions(import_id);
CREATE INDEX customer_revisions_by_customer ON customer_revisions(customer_id);

CREATE TABLE orders (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  source TEXT NOT NULL, order_key TEXT, day INTEGER NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL,
  channel TEXT, import_id INTEGER NOT NULL
);
CREATE INDEX orders_by_customer ON orders(customer_id, day);
CREATE INDEX orders_by_key ON orders(order_key, source) WHERE order_key IS NOT NULL;

CREATE TABLE products (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL
);

CREATE TABLE order_lines (
  id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders(id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL REFERENCES products(id), quantity INTEGER NOT NULL, amount INTEGER NOT NULL,
  import_id INTEGER NOT NULL
);
CREATE INDEX order_lines_by_order ON order_lines(order_id);

-- Append-only: what a person said, when it held, when we learned of it, and the proof. No id is used twice, so
-- that readers who know the rows up to one id need to read only those after it.
CREATE TABLE consents (
  id INTEGER PRIMARY KEY AUTOINCREMENT, customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  purpose TEXT NOT NULL, recipient TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('granted', 'denied', 'unknown')),
  held_from TEXT NOT NULL, known_at TEXT NOT NULL,
  source TEXT NOT NULL, wording TEXT, evidence TEXT, import_id INTEGER
);
CREATE INDEX consents_by_customer ON consents(customer_id, purpose, recipient);
-- Rows leave only with their person (erasure) or their import (undo); what was said is never rewritten.
CREATE TRIGGER consents_never_change BEFORE UPDATE ON consents BEGIN SELECT RAISE(ABORT, 'consents are append-only'); END;

CREATE TABLE segments (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, definition TEXT NOT NULL, created_at TEXT NOT NULL
);

CREATE TABLE runs (
  id INTEGER PRIMARY KEY, model TEXT NOT NULL, at TEXT NOT NULL, options TEXT NOT NULL, report TEXT NOT NULL
);

-- Scores of the latest run, one row a person and score.
CREATE TABLE scores (
  customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE, run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  p_alive REAL NOT NULL, expected_purchases REAL NOT NULL, lifetime_value REAL, PRIMARY KEY (customer_id)
) WITHOUT ROWID;

CREATE TABLE releases (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, segment TEXT NOT NULL, purpose TEXT NOT NULL,
  recipient TEXT NOT NULL, platform TEXT, people INTEGER NOT NULL, row_count INTEGER NOT NULL, folder TEXT NOT NULL,
  manifest TEXT NOT NULL, state TEXT NOT NULL
);

CREATE TABLE release_people (
  release_id INTEGER NOT NULL REFERENCES releases(id) ON DELETE CASCADE,
  customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE, PRIMARY KEY (release_id, customer_id)
) WITHOUT ROWID;
CREATE INDEX release_people_by_customer ON release_people(customer_id);

CREATE TABLE retention_rules (
  id INTEGER PRIMARY KEY, rule TEXT NOT NULL, last_run_at TEXT
);

-- Keyed hashes of erased people's identifiers: an import does not bring them back.
CREATE TABLE tombstones (hash TEXT PRIMARY KEY, at TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE record (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, gate TEXT NOT NULL, action TEXT NOT NULL, payload TEXT NOT NULL,
  prev TEXT NOT NULL, mac TEXT NOT NULL
);
CREATE TRIGGER record_never_changes BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER record_never_shrinks BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
`;
