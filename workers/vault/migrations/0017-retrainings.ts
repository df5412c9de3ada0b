/**
 * Runs that were made anew because the one before had seen people who were erased: `run_id` stands in the place of `before_id`,
 * `document` says what moved. Holds nothing of a person.
 */
export const retrainings = `
CREATE TABLE retrainings (
  run_id INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE, before_id INTEGER NOT NULL, at TEXT NOT NULL, document TEXT NOT NULL
);
CREATE INDEX retrainings_by_before ON retrainings(before_id);
`;
