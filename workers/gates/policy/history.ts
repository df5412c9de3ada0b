import * as v from "valibot";
import { packSchema, type PolicyPack } from "../../terms/policy.ts";
import type { Database } from "../../vault/database.ts";

/** Writes down that packs were put in force in the place of all before. Call inside the change that does it. */
export function rememberPacks(db: Database, packs: readonly PolicyPack[], at: Date): void {
  const ids = packs.map((pack) => {
    const text = JSON.stringify(pack);
    db.run("INSERT INTO policy_texts (pack) VALUES (?) ON CONFLICT (pack) DO NOTHING", [text]);
    return db.count("SELECT id FROM policy_texts WHERE pack = ?", [text]);
  });
  db.run("INSERT INTO policy_history (at, packs) VALUES (?, ?)", [at.toISOString(), ids.join(" ")]);
}

/** The packs that were in force at `held` as far as was known at `known`: what was put in force after either is not in it. */
export function packsAt(
  db: Database,
  { held, known }: { readonly held: Date; readonly known: Date },
): readonly PolicyPack[] {
  const at = held < known ? held : known;
  const then = db.first<{ packs: string }>(
    "SELECT packs FROM policy_history WHERE at <= ? ORDER BY seq DESC LIMIT 1",
    [at.toISOString()],
  );
  const ids = (then?.packs ?? "").split(" ").filter((id) => id !== "");
  return ids.map((id) =>
    v.parse(
      packSchema,
      JSON.parse(
        db.first<{ pack: string }>("SELECT pack FROM policy_texts WHERE id = ?", [Number(id)])?.pack ?? "",
      ),
    ),
  );
}
