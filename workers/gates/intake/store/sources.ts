import type { Outcome } from "../../../base/fault.ts";
import type { Input } from "../../../contract.ts";
import { parties, type Party, type SourceEntry } from "../../../terms/source.ts";
import type { Database } from "../../../vault/database.ts";
import type { Vault } from "../../../vault/vault.ts";

/** Exports that hold what people themselves filled in: sign-up forms and lists they joined. All others tell of the firm's own dealings. */
const toldByPeople = /^(?:mailchimp|klaviyo-profiles|hubspot-contacts|salesforce-leads)/;

function partyOf(preset: string | undefined): Party {
  return preset !== undefined && toldByPeople.test(preset) ? "zero" : "first";
}

/** Labels the source of a file by its kind, unless it has a label already. */
export function labelSource(db: Database, source: string, preset: string | undefined): void {
  db.run("INSERT OR IGNORE INTO sources (name, party) VALUES (?, ?)", [source, partyOf(preset)]);
}

/** Every source that something came from, with whose data it is. */
export function listSources(db: Database): readonly SourceEntry[] {
  return db
    .rows<{ name: string; party: string | null; imports: number }>(
      `SELECT i.source AS name, s.party, count(*) AS imports FROM imports AS i LEFT JOIN sources AS s ON s.name = i.source
         GROUP BY i.source ORDER BY i.source`,
    )
    .map(({ name, party, imports }) => ({
      name,
      party: parties.find((one) => one === party) ?? "first",
      imports,
    }));
}

/** Says whose data a source holds. Faults: those of saving. */
export function saveSource(vault: Vault, { name, party }: Input<"saveSource">): Promise<Outcome<null>> {
  return vault.change(["imports", "people", "record"], (note) => {
    vault.db.run("INSERT OR REPLACE INTO sources (name, party) VALUES (?, ?)", [name, party]);
    note({ gate: "intake", action: "source-labelled", payload: { party } });
    return null;
  });
}
