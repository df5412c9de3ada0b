/**
 * Deciding about people who may be one: pairs told apart at the door, pairs put off, every decision with what it takes to undo it, and
 * what each source of data is. An address or a telephone number may belong to several people: a household shares it.
 */
export const duplicateReview = `
DROP INDEX identifiers_by_value;
CREATE UNIQUE INDEX identifiers_by_number ON identifiers(source, value) WHERE kind = 'customer_id';
CREATE INDEX identifiers_by_contact ON identifiers(kind, value) WHERE kind <> 'customer_id';

-- 'door': an import kept the two apart although they share an address or a number; no model has looked at them while probability is 0.
ALTER TABLE duplicate_pairs ADD COLUMN found TEXT NOT NULL DEFAULT 'search' CHECK (found IN ('search', 'door'));
ALTER TABLE duplicate_pairs ADD COLUMN later_at TEXT;

-- customer_id is where the people are now; kept and people are numbers as they were then (people as JSON: each with those joined into them),
-- pairs the rows of duplicate_pairs that spoke of them before. Decisions made at once have one batch.
CREATE TABLE duplicate_decisions (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE, batch INTEGER NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('merge', 'apart', 'split')), at TEXT NOT NULL, kept INTEGER NOT NULL, people TEXT NOT NULL,
  pairs TEXT NOT NULL, undone_at TEXT
);
CREATE INDEX duplicate_decisions_by_customer ON duplicate_decisions(customer_id);
CREATE INDEX duplicate_decisions_by_batch ON duplicate_decisions(batch);

-- What data of a source is, where the user said so.
CREATE TABLE sources (name TEXT PRIMARY KEY, party TEXT NOT NULL CHECK (party IN ('zero', 'first', 'second', 'third'))) WITHOUT ROWID;
`;
