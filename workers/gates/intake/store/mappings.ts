import * as v from "valibot";
import type { Outcome } from "../../../base/fault.ts";
import { savedMappingSchema, type MappingEntry, type SavedMapping } from "../../../terms/intake.ts";
import type { Database } from "../../../vault/database.ts";
import type { Vault } from "../../../vault/vault.ts";
import { headingsKey } from "../profile/own-mapping.ts";

/** Mappings lie among the vault's settings: they hold headings, nobody's data. */
const PREFIX = "mapping:";

/** The mapping saved for files with these headings, in any order. */
export function findMapping(db: Database, headings: readonly string[]): SavedMapping | undefined {
  if (headings.every((heading) => heading.trim() === "")) return undefined;
  const row = db.first<{ value: string }>("SELECT value FROM settings WHERE key = ?", [
    PREFIX + headingsKey(headings),
  ]);
  return row === undefined ? undefined : readMapping(row.value);
}

function readMapping(text: string): SavedMapping | undefined {
  const parsed = v.safeParse(savedMappingSchema, JSON.parse(text));
  return parsed.success ? parsed.output : undefined;
}

/** Saves a mapping under the set of its headings; an earlier one for the same set is replaced. */
export function saveMapping(vault: Vault, mapping: SavedMapping): Promise<Outcome<MappingEntry>> {
  const id = headingsKey(mapping.columns.map(({ heading }) => heading));
  return vault.change(["imports", "record"], (note) => {
    vault.db.run("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", [
      PREFIX + id,
      JSON.stringify(mapping),
    ]);
    note({
      gate: "intake",
      action: "mapping-saved",
      payload: { mapping: id, columns: mapping.columns.length },
    });
    return { id, ...mapping };
  });
}

/** All saved mappings by name. */
export function listMappings(db: Database): readonly MappingEntry[] {
  return db
    .rows<{ key: string; value: string }>("SELECT key, value FROM settings WHERE key LIKE ?", [`${PREFIX}%`])
    .flatMap(({ key, value }): MappingEntry[] => {
      const mapping = readMapping(value);
      return mapping === undefined ? [] : [{ id: key.slice(PREFIX.length), ...mapping }];
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Forgets a mapping; one that is not there is forgotten already. */
export function deleteMapping(vault: Vault, id: string): Promise<Outcome<null>> {
  return vault.change(["imports", "record"], (note) => {
    vault.db.run("DELETE FROM settings WHERE key = ?", [PREFIX + id]);
    note({ gate: "intake", action: "mapping-deleted", payload: { mapping: id } });
    return null;
  });
}
