/**
 * What the latest run of each question says of each person: the chance with the three fields that weigh most (places in the
 * run's list, what each adds, the person's own entry); and when and how to reach them. A person takes theirs along.
 */
export const propensityScores = `
CREATE TABLE propensity_scores (
  customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE, question TEXT NOT NULL,
  run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE, chance REAL NOT NULL,
  field1 INTEGER, adds1 REAL, entry1 REAL, field2 INTEGER, adds2 REAL, entry2 REAL, field3 INTEGER, adds3 REAL, entry3 REAL,
  PRIMARY KEY (customer_id, question)
) WITHOUT ROWID;

-- own: 1 where the hour is the person's own, 0 where it is everybody's. The shares are of the person's openings in that hour.
CREATE TABLE reach_habits (
  customer_id INTEGER PRIMARY KEY REFERENCES customers(id) ON DELETE CASCADE,
  run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE, best_hour INTEGER, own INTEGER NOT NULL,
  share REAL, share_low REAL, share_high REAL, best_channel TEXT
);
`;
