/**
 * What runs forecast, so that it can be held against what happens: figures of all people together, kept with the run, and what was said
 * of each person until the forecast's time has passed and it is counted (result); a person takes theirs along. Beside them the
 * model itself (of no person), what challengers did against it, and which learner somebody put in the champion's place.
 */
export const trackRecord = `
CREATE TABLE run_forecasts (
  run_id INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
  model TEXT NOT NULL, from_day INTEGER NOT NULL, until_day INTEGER NOT NULL, document TEXT NOT NULL, result TEXT
);

CREATE TABLE forecast_people (
  run_id INTEGER NOT NULL REFERENCES run_forecasts(run_id) ON DELETE CASCADE,
  customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  said REAL NOT NULL, plain REAL, days INTEGER NOT NULL, PRIMARY KEY (run_id, customer_id)
) WITHOUT ROWID;
CREATE INDEX forecast_people_by_customer ON forecast_people(customer_id);

CREATE TABLE run_models (
  run_id INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE, document TEXT NOT NULL
);

CREATE TABLE run_challenges (
  run_id INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE, at TEXT NOT NULL, document TEXT NOT NULL
);

CREATE TABLE model_champions (model TEXT PRIMARY KEY, learner TEXT NOT NULL, run_id INTEGER, at TEXT NOT NULL);
`;
