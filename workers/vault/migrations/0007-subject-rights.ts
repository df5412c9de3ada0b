/**
 * What people asked for and what was put right. A request's kind and dates outlive the person, who is there as a keyed hash; whose it is
 * and what was noted go with them. A correction keeps what stood before: while the field holds what it was put to, no import touches it.
 */
export const subjectRights = `
CREATE TABLE corrections (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  field TEXT NOT NULL, before TEXT, after TEXT, at TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE INDEX corrections_by_customer ON corrections(customer_id);
CREATE TRIGGER corrections_never_change BEFORE UPDATE OF id, field, before, after, at, reason ON corrections
  BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;

-- Days are epoch days. subject: keyed hash of customers.id, NULL where the vault does not know who asked.
CREATE TABLE subject_requests (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, law TEXT NOT NULL, received_on INTEGER NOT NULL, extended INTEGER NOT NULL CHECK (extended IN (0, 1)),
  subject TEXT, outcome TEXT, closed_on INTEGER
);

-- id is the request's.
CREATE TABLE request_people (
  id INTEGER PRIMARY KEY REFERENCES subject_requests(id) ON DELETE CASCADE,
  customer_id INTEGER REFERENCES customers(id) ON DELETE CASCADE, who TEXT, note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX request_people_by_customer ON request_people(customer_id);
`;
