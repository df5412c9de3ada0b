/**
 * What an erasure leaves: its certificate, keyed hashes by which the erased are known again when an older state of the vault comes
 * back, keyed evidence of consents that has to outlive the address, and the model runs that had seen somebody who was erased.
 */
export const erasure = `
CREATE TABLE certificates (number TEXT PRIMARY KEY, at TEXT NOT NULL, document TEXT NOT NULL) WITHOUT ROWID;

-- person is the keyed hash of customers.id, keys those of the person's identifiers, parted by spaces; ~ after one that others held as well.
CREATE TABLE erased_people (
  certificate TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL, keys TEXT NOT NULL, PRIMARY KEY (certificate, person)
) WITHOUT ROWID;

-- address is a keyed hash, wording the SHA-256 of the text; the row goes after its day "until". certificate is NULL for retention.
CREATE TABLE consent_evidence (
  id INTEGER PRIMARY KEY, certificate TEXT, address TEXT NOT NULL, purpose TEXT NOT NULL, recipient TEXT NOT NULL, channel TEXT,
  state TEXT NOT NULL, held_from TEXT NOT NULL, known_at TEXT NOT NULL, wording TEXT, ended_at TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX consent_evidence_by_address ON consent_evidence(address);

CREATE TABLE run_retraining (
  run_id INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE, certificate TEXT NOT NULL, at TEXT NOT NULL
);
`;
