/**
 * Rules for how long rows, people after their contract and evidence are kept; and the figures that stay of rows that went: each speaks
 * of at least ten people, by month.
 */
export const keepRules = `
CREATE TABLE keep_rules (id INTEGER PRIMARY KEY, rule TEXT NOT NULL, last_run_at TEXT);

CREATE TABLE kept_figures (
  id INTEGER PRIMARY KEY, table_name TEXT NOT NULL, month TEXT NOT NULL, label TEXT NOT NULL, people INTEGER NOT NULL,
  things INTEGER NOT NULL, amount INTEGER NOT NULL, at TEXT NOT NULL
);
`;
