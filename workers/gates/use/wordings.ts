import type { ConsentWording } from "../../terms/consent.ts";
import type { Database } from "../../vault/database.ts";
import { sha256Text } from "../../vault/sha256-text.ts";

/** The number of a text in table wordings; entered when the vault sees it first, at `now` (ISO). Call inside a change. */
export function wordingNumber(db: Database, text: string, now: string): number {
  const hash = sha256Text(text);
  const known = db.first<{ id: number }>("SELECT id FROM wordings WHERE hash = ?", [hash]);
  if (known !== undefined) return known.id;
  const version = db.count("SELECT max(version) FROM wordings") + 1;
  db.run("INSERT INTO wordings (hash, text, version, since) VALUES (?, ?, ?, ?)", [hash, text, version, now]);
  return db.lastId();
}

/** Every text of the vault by its number. */
export function wordingsByNumber(db: Database): ReadonlyMap<number, ConsentWording> {
  return new Map(
    db
      .rows<ConsentWording & { id: number }>("SELECT id, version, hash, text, since FROM wordings")
      .map(({ id, ...wording }) => [id, wording]),
  );
}
