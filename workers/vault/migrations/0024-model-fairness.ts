/** What forecasts of a run came to when compared by a grouping its user declared: figures of groups, of nobody. */
export const modelFairness = `
CREATE TABLE run_fairness (
  run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE, grouping TEXT NOT NULL, at TEXT NOT NULL,
  document TEXT NOT NULL, PRIMARY KEY (run_id, grouping)
) WITHOUT ROWID;
`;
