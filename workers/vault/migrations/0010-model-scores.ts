/**
 * What the latest run of a model says of each person: the chance of leaving with the three fields that weigh most (places in
 * the run's list, what each adds to the chance, the person's own entry), and the kind of customer. A person takes theirs along.
 */
export const modelScores = `
CREATE TABLE churn_scores (
  customer_id INTEGER PRIMARY KEY REFERENCES customers(id) ON DELETE CASCADE,
  run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE, churn_risk REAL NOT NULL, if_ordered REAL,
  field1 INTEGER, adds1 REAL, entry1 REAL, field2 INTEGER, adds2 REAL, entry2 REAL, field3 INTEGER, adds3 REAL, entry3 REAL
);

CREATE TABLE customer_groups (
  customer_id INTEGER PRIMARY KEY REFERENCES customers(id) ON DELETE CASCADE,
  run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE, group_number INTEGER NOT NULL
);
`;
