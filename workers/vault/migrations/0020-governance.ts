/**
 * Who of the firm answers for what, and what happened to people's data. Both are about the firm and not about its customers: a role's source is ""
 * where it is for the whole vault; an incident's document holds what was told, counts and names of fields, and nobody.
 */
export const governance = `
CREATE TABLE firm_roles (
  role TEXT NOT NULL, source TEXT NOT NULL, name TEXT NOT NULL, post TEXT NOT NULL, contact TEXT NOT NULL, since TEXT NOT NULL,
  PRIMARY KEY (role, source)
) WITHOUT ROWID;

CREATE TABLE incidents (id INTEGER PRIMARY KEY AUTOINCREMENT, noticed_at TEXT NOT NULL, document TEXT NOT NULL);

-- What was done about it, and when; a step is done once.
CREATE TABLE incident_steps (
  incident_id INTEGER NOT NULL REFERENCES incidents(id), step TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (incident_id, step)
) WITHOUT ROWID;
`;
