/**
 * Files that were written outside the vault and are no release of a segment, and whom they are about. What was written before is
 * taken over from the record, which names acts and counts, no files. recipients and files are JSON lists. field_losses: what a run's
 * forecast would lose without each field.
 */
export const handouts = `
CREATE TABLE handouts (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, recipients TEXT NOT NULL, people INTEGER NOT NULL,
  folder TEXT NOT NULL, files TEXT NOT NULL, state TEXT NOT NULL
);

CREATE TABLE handout_people (
  handout_id INTEGER NOT NULL REFERENCES handouts(id) ON DELETE CASCADE,
  customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE, PRIMARY KEY (handout_id, customer_id)
) WITHOUT ROWID;
CREATE INDEX handout_people_by_customer ON handout_people(customer_id);

CREATE TABLE field_losses (run_id INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE, at TEXT NOT NULL, document TEXT NOT NULL);

INSERT INTO handouts (at, kind, recipients, people, folder, files, state)
  SELECT at, action, CASE WHEN action IN ('access-pack', 'portability-pack') THEN '["person"]' ELSE '[]' END,
    CASE WHEN action IN ('access-pack', 'portability-pack') THEN 1 WHEN action = 'recall' THEN coalesce(json_extract(payload, '$.people'), 0) ELSE 0 END,
    '', '[]', 'released'
  FROM record WHERE action IN ('access-pack', 'portability-pack', 'recall', 'deadlines-exported', 'certificate-saved', 'quarantine-reported')
  ORDER BY seq;
`;
