import type { Database } from "../database.ts";
import { sha256Text } from "../sha256-text.ts";

const tables = `
-- A text people said yes or no under, stored once; version counts the vault's texts in order of arrival.
CREATE TABLE wordings (
  id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, text TEXT NOT NULL, version INTEGER NOT NULL, since TEXT NOT NULL
);

ALTER TABLE consents ADD COLUMN channel TEXT;
ALTER TABLE consents ADD COLUMN country TEXT CHECK (country GLOB '[A-Z][A-Z]');
-- The legal basis relied on; NULL for the one the vault declares for the purpose.
ALTER TABLE consents ADD COLUMN basis TEXT;
ALTER TABLE consents ADD COLUMN wording_id INTEGER REFERENCES wordings(id);

-- Statements found never to have been said: their import was undone, people were taken apart again. They count up to the moment that was known.
CREATE TABLE consent_retractions (
  consent_id INTEGER PRIMARY KEY REFERENCES consents(id) ON DELETE CASCADE, at TEXT NOT NULL, reason TEXT NOT NULL
);

-- Processing frozen at the person's wish (GDPR art. 18; APPI art. 35): the latest row of a person holds.
CREATE TABLE restrictions (
  id INTEGER PRIMARY KEY AUTOINCREMENT, customer_id INTEGER NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  restricted INTEGER NOT NULL CHECK (restricted IN (0, 1)), at TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE INDEX restrictions_by_customer ON restrictions(customer_id);
CREATE TRIGGER restrictions_never_change BEFORE UPDATE OF id, restricted, at, reason ON restrictions
  BEGIN SELECT RAISE(ABORT, 'restrictions are append-only'); END;
CREATE TRIGGER restrictions_never_vanish BEFORE DELETE ON restrictions
  WHEN EXISTS (SELECT 1 FROM customers WHERE id = OLD.customer_id)
  BEGIN SELECT RAISE(ABORT, 'restrictions are append-only'); END;
`;

// A statement goes only with its person. Three things may happen to it while the person stays: evidence that names the person is
// taken away (retention), it moves to another number of the same person (people who were joined, or taken apart), it is retracted.
const guards = `
CREATE INDEX consents_by_wording ON consents(wording_id) WHERE wording_id IS NOT NULL;
CREATE TRIGGER consents_never_change BEFORE UPDATE ON consents
  WHEN NEW.id IS NOT OLD.id OR NEW.purpose IS NOT OLD.purpose OR NEW.recipient IS NOT OLD.recipient OR NEW.channel IS NOT OLD.channel
    OR NEW.country IS NOT OLD.country OR NEW.state IS NOT OLD.state OR NEW.basis IS NOT OLD.basis OR NEW.held_from IS NOT OLD.held_from
    OR NEW.known_at IS NOT OLD.known_at OR NEW.source IS NOT OLD.source OR NEW.wording_id IS NOT OLD.wording_id
    OR NEW.import_id IS NOT OLD.import_id OR (NEW.evidence IS NOT OLD.evidence AND NEW.evidence IS NOT NULL)
    OR (NEW.customer_id IS NOT OLD.customer_id
      AND NOT EXISTS (SELECT 1 FROM merge_members WHERE id IN (OLD.customer_id, NEW.customer_id)))
  BEGIN SELECT RAISE(ABORT, 'consents are append-only'); END;
CREATE TRIGGER consents_never_vanish BEFORE DELETE ON consents
  WHEN EXISTS (SELECT 1 FROM customers WHERE id = OLD.customer_id)
  BEGIN SELECT RAISE(ABORT, 'consents are append-only'); END;
-- A text that a file put in the wrong column may name a person: nobody's text stays.
CREATE TRIGGER wordings_go_with_the_last AFTER DELETE ON consents WHEN OLD.wording_id IS NOT NULL
  BEGIN DELETE FROM wordings WHERE id = OLD.wording_id AND NOT EXISTS (SELECT 1 FROM consents WHERE wording_id = OLD.wording_id); END;
CREATE TRIGGER wordings_never_change BEFORE UPDATE ON wordings BEGIN SELECT RAISE(ABORT, 'wordings are append-only'); END;
CREATE TRIGGER consent_retractions_never_change BEFORE UPDATE ON consent_retractions
  BEGIN SELECT RAISE(ABORT, 'retractions are append-only'); END;
CREATE TRIGGER consent_retractions_never_vanish BEFORE DELETE ON consent_retractions
  WHEN EXISTS (SELECT 1 FROM consents JOIN customers ON customers.id = customer_id WHERE consents.id = OLD.consent_id)
  BEGIN SELECT RAISE(ABORT, 'retractions are append-only'); END;
`;

/**
 * The consent ledger in full: channel, country, legal basis, texts with version and hash, retractions, and rows that leave only with
 * their person. What was said before keeps every value; its texts move to a table of their own. Restrictions of processing beside it.
 */
export function consentLedgerTables(db: Database): void {
  db.run(tables);
  db.run("DROP TRIGGER consents_never_change");
  const texts = db.rows<{ text: string; since: string }>(
    "SELECT wording AS text, min(known_at) AS since FROM consents WHERE wording IS NOT NULL GROUP BY wording ORDER BY min(id)",
  );
  texts.forEach(({ text, since }, index) => {
    db.run("INSERT INTO wordings (hash, text, version, since) VALUES (?, ?, ?, ?)", [
      sha256Text(text),
      text,
      index + 1,
      since,
    ]);
  });
  db.run(
    `CREATE TEMP TABLE texts AS SELECT id, text FROM wordings;
     CREATE INDEX temp.texts_by_text ON texts(text);
     UPDATE consents SET wording_id = (SELECT id FROM temp.texts WHERE text = wording) WHERE wording IS NOT NULL;
     DROP TABLE temp.texts;
     ALTER TABLE consents DROP COLUMN wording`,
  );
  db.run(guards);
}
