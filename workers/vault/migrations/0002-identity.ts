/**
 * People who were joined, so that each can be taken out again, and pairs of people who may be one. A joined person's own row waits in
 * `merge_members` (as JSON, with rows that cannot be held twice); every other row moved to the one who stays, and `merge_rows` says whose it was.
 */
export const identity = `
CREATE TABLE merge_members (
  -- customers.id of the person who was joined; never given to anybody else.
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  at TEXT NOT NULL, person TEXT NOT NULL, aside TEXT NOT NULL, filled TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX merge_members_by_customer ON merge_members(customer_id);

CREATE TABLE merge_rows (
  member_id INTEGER NOT NULL REFERENCES merge_members(id) ON DELETE CASCADE, table_name TEXT NOT NULL, row_id INTEGER NOT NULL,
  PRIMARY KEY (table_name, row_id, member_id)
) WITHOUT ROWID;
CREATE INDEX merge_rows_by_member ON merge_rows(member_id);

-- customer_id is the smaller number of the two. What was decided to be two people is never proposed again.
CREATE TABLE duplicate_pairs (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE, other_id INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'apart')), probability REAL NOT NULL, weight REAL NOT NULL, likely INTEGER NOT NULL,
  evidence TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (customer_id, other_id)
);
CREATE INDEX duplicate_pairs_by_other ON duplicate_pairs(other_id);
CREATE TRIGGER duplicate_pairs_go_with_both AFTER DELETE ON customers BEGIN DELETE FROM duplicate_pairs WHERE other_id = OLD.id; END;
`;
