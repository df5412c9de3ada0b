/** Who was kept back from a release at random, so that what it did can be told from the orders that come after. */
export const holdouts = `
CREATE TABLE holdouts (
  release_id INTEGER PRIMARY KEY REFERENCES releases(id) ON DELETE CASCADE,
  share REAL NOT NULL, seed INTEGER NOT NULL, treated INTEGER NOT NULL, control INTEGER NOT NULL
);

CREATE TABLE holdout_people (
  release_id INTEGER NOT NULL REFERENCES holdouts(release_id) ON DELETE CASCADE,
  customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE, PRIMARY KEY (release_id, customer_id)
) WITHOUT ROWID;
CREATE INDEX holdout_people_by_customer ON holdout_people(customer_id);
`;
