import { defaultPacks, type PolicyPack } from "../../terms/policy.ts";
import type { Language } from "../../terms/language.ts";
import type { Database } from "../../vault/database.ts";
import type { Act } from "../../vault/vault.ts";
import { rememberPacks } from "./history.ts";
import { programPacks } from "./packs/index.ts";

/** Puts packs in force in the place of those there are, whole. Those that stay keep the day they began. Call inside a change. */
export function enact(db: Database, packs: readonly PolicyPack[], at: Date): void {
  const since = new Map(
    db
      .rows<{ name: string; at: string }>(
        "SELECT id || ' ' || version || ' ' || pack AS name, applied_at AS at FROM policy_packs",
      )
      .map(({ name, at: began }) => [name, began]),
  );
  db.run("DELETE FROM policy_packs");
  for (const pack of packs) {
    const text = JSON.stringify(pack);
    db.run("INSERT INTO policy_packs (id, version, pack, applied_at) VALUES (?, ?, ?, ?)", [
      pack.id,
      pack.version,
      text,
      since.get(`${pack.id} ${pack.version} ${text}`) ?? at.toISOString(),
    ]);
  }
  rememberPacks(db, packs, at);
}

/** The packs a vault made in a language begins with, put in force with its first change. */
export function enactDefaults(db: Database, language: Language, at: Date): Act {
  const packs = programPacks.filter(({ id }) => defaultPacks[language].includes(id));
  enact(db, packs, at);
  return { gate: "use", action: "policy-applied", payload: { packs: packNames(packs) } };
}

/** Ids and versions of packs in one line, for the record. */
export function packNames(packs: readonly Pick<PolicyPack, "id" | "version">[]): string {
  return packs.map(({ id, version }) => `${id} ${version}`).join(", ");
}
