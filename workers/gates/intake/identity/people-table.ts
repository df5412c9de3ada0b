import { splitWholeName } from "../../../models/identity/prepare.ts";
import type { IdentityKind, IdentityTable } from "../../../models/identity/table.ts";
import type { Database } from "../../../vault/database.ts";
import { textCollector } from "./collect-columns.ts";

/** The people of a vault as identity resolution compares them; `ids[row]` is customers.id. */
export interface VaultPeople {
  readonly ids: Int32Array;
  readonly table: IdentityTable;
}

const kinds = [
  "family",
  "given",
  "familyReading",
  "givenReading",
  "name",
  "sex",
  "email",
  "phone",
  "street",
  "city",
  "region",
  "postal",
] as const satisfies readonly IdentityKind[];

/**
 * Names, readings, sex, address and first e-mail and telephone of everybody whom no retention rule has generalised. Whole names of two
 * words count as family and given name.
 */
export function vaultPeople(db: Database): VaultPeople {
  const collector = textCollector(kinds);
  const ids: number[] = [];
  db.each(
    `SELECT id, family_name, given_name, full_name, family_reading, given_reading, full_reading, gender, street, city, prefecture, postal_code,
       (SELECT value FROM identifiers WHERE customer_id = customers.id AND kind = 'email' ORDER BY id LIMIT 1),
       (SELECT value FROM identifiers WHERE customer_id = customers.id AND kind = 'phone' ORDER BY id LIMIT 1)
     FROM customers WHERE generalised_on IS NULL ORDER BY id`,
    [],
    (row) => {
      const text = row.map((value) => (typeof value === "string" ? value : ""));
      const [
        ,
        family,
        given,
        full,
        familyReading,
        givenReading,
        fullReading,
        gender,
        street,
        city,
        region,
        postal,
        email,
        phone,
      ] = text;
      const name = partsOf(family, given, full);
      const reading = partsOf(familyReading, givenReading, fullReading);
      const cells = [
        name.family,
        name.given,
        reading.family,
        reading.given,
        name.whole,
        gender === "unknown" ? "" : gender,
        email,
        phone,
        street,
        city,
        region,
        postal,
      ];
      collector.add((at) => cells[at] ?? "");
      ids.push(Number(row[0]));
    },
  );
  const { rows, columns } = collector.finish();
  return {
    ids: Int32Array.from(ids),
    table: {
      rows,
      columns: columns.map(({ levels, codes }, at) => ({
        kind: kinds[at]!,
        name: kinds[at]!,
        levels,
        codes,
      })),
    },
  };
}

function partsOf(family = "", given = "", full = "") {
  if (family !== "" || given !== "") return { family, given, whole: "" };
  const split = full === "" ? undefined : splitWholeName(full);
  return split === undefined
    ? { family: "", given: "", whole: full }
    : { family: split[0], given: split[1], whole: "" };
}
