/**
 * What people did beside buying, what was sent to them, what they wrote, and what campaigns cost. An entry of nobody the vault knows
 * has no customer: its `visitor_id` is a keyed hash of a cookie, device, login or number, and the entry becomes a customer's when
 * exactly one customer is known by that key. Moments are seconds since 1970, UTC. `fingerprint` tells an entry from all others,
 * so that a file read twice brings in nothing twice.
 */
export const entries = `
CREATE TABLE visitors (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, kind TEXT NOT NULL);

-- Which customers were seen with a visitor's key, by the import that showed it.
CREATE TABLE visitor_keys (
  id INTEGER PRIMARY KEY, visitor_id INTEGER NOT NULL REFERENCES visitors(id),
  customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE, import_id INTEGER NOT NULL
);
CREATE INDEX visitor_keys_by_visitor ON visitor_keys(visitor_id, customer_id);
CREATE INDEX visitor_keys_by_customer ON visitor_keys(customer_id);

CREATE TABLE events (
  id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id) ON DELETE CASCADE,
  visitor_id INTEGER REFERENCES visitors(id), at INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT, page TEXT,
  seconds INTEGER, fingerprint INTEGER, import_id INTEGER NOT NULL
);
CREATE INDEX events_by_customer ON events(customer_id, at);
CREATE INDEX events_by_visitor ON events(visitor_id) WHERE visitor_id IS NOT NULL;
CREATE INDEX events_by_fingerprint ON events(fingerprint);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  at INTEGER NOT NULL, event TEXT NOT NULL, channel TEXT NOT NULL, campaign TEXT, fingerprint INTEGER, import_id INTEGER NOT NULL
);
CREATE INDEX messages_by_customer ON messages(customer_id, at);
CREATE INDEX messages_by_fingerprint ON messages(fingerprint);

-- kind: review (of a product, with ratings) or inquiry (to support). Personal data inside a text was masked: so many pieces.
CREATE TABLE reviews (
  id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id) ON DELETE CASCADE,
  visitor_id INTEGER REFERENCES visitors(id), day INTEGER NOT NULL, kind TEXT NOT NULL, rating REAL, text TEXT,
  masked INTEGER NOT NULL, product TEXT, fingerprint INTEGER, import_id INTEGER NOT NULL
);
CREATE INDEX reviews_by_customer ON reviews(customer_id, day);
CREATE INDEX reviews_by_visitor ON reviews(visitor_id) WHERE visitor_id IS NOT NULL;
CREATE INDEX reviews_by_fingerprint ON reviews(fingerprint);

-- Minor units of the currency. What a later report says otherwise replaces a row; undoing that import brings it back.
CREATE TABLE spend (
  id INTEGER PRIMARY KEY, day INTEGER NOT NULL, medium TEXT NOT NULL, campaign TEXT NOT NULL, currency TEXT NOT NULL,
  cost INTEGER NOT NULL, impressions INTEGER, clicks INTEGER, source TEXT NOT NULL, import_id INTEGER NOT NULL, replaced_by INTEGER
);
CREATE INDEX spend_by_day ON spend(day, medium, campaign);
`;
