import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Columns, WordColumn } from "../../columns/columns.ts";
import { groupingKinds, type Grouping, type GroupingKind } from "../../terms/model-fairness.ts";
import type { PurposeCode } from "../../terms/purpose.ts";
import type { Workspace } from "../../workspace.ts";
import { policyInForce } from "../policy/in-force.ts";
import { stopping } from "../policy/judge.ts";
import { importedTables } from "./catalogue/imported.ts";
import { stateBytes } from "./consent-ledger.ts";
import { useStates } from "./permitted-people.ts";

/** One word a person, by person index; code -1 where there is none, or the person may not be asked about. */
export interface DeclaredGroups {
  readonly codes: Int32Array;
  readonly words: readonly string[];
  /** The heading of a column of its own. */
  readonly name?: string;
}

/** A column of its own that may be read for a purpose. */
interface OwnField {
  readonly id: number;
  readonly heading: string;
}

type FieldGrouping = Exclude<Grouping, { readonly kind: "segment" }>;

const { customers, orders } = importedTables;

/** The column each grouping reads, as the catalogue declares it. */
const read = {
  ageBand: customers.columns.age_band,
  gender: customers.columns.gender,
  prefecture: customers.columns.prefecture,
  country: customers.columns.country,
  source: customers.columns.source,
  channel: orders.columns.channel,
} as const satisfies Record<GroupingKind, { readonly purposes: readonly PurposeCode[] }>;

/** Groupings whose column was collected for a purpose. */
export function groupingsFor(purpose: PurposeCode): readonly GroupingKind[] {
  return groupingKinds.filter((kind) => read[kind].purposes.includes(purpose));
}

/**
 * Columns outside the catalogue that were kept for exactly this purpose on a documented basis, one a heading: the latest import's. Keyed
 * hashes are left out: they tell nobody which group they are.
 */
export function ownFieldsFor({ vault: { db } }: Workspace, purpose: PurposeCode): readonly OwnField[] {
  return db.rows<OwnField>(
    `SELECT max(id) AS id, heading FROM fields
     WHERE class = 'special_category' AND fate <> 'hash' AND json_extract(basis, '$.purpose') = ?
       AND EXISTS (SELECT 1 FROM attributes WHERE field_id = fields.id)
     GROUP BY heading ORDER BY heading`,
    [purpose],
  );
}

/**
 * The groups of a declared grouping, for the people `purpose` may consider and nobody else. The gate is asked first: a column that was
 * not collected for the purpose is not read. Of a special category only what was kept for this very purpose, and only of people of whom the
 * packs of rules in force let it be used: where one asks for explicit consent, those who said yes (GDPR art. 9(2)(a); APPI art. 20(2)).
 * Faults: grouping-not-declared.
 */
export function declaredGroups(
  workspace: Workspace,
  purpose: PurposeCode,
  by: FieldGrouping,
): Outcome<DeclaredGroups> {
  const { mask } = workspace.permitted(purpose);
  if (by.kind === "field") {
    const field = ownFieldsFor(workspace, purpose).find(({ id }) => id === by.fieldId);
    if (field === undefined) return fault("grouping-not-declared");
    return ok({
      ...ownWords(workspace, purpose, field, specialMask(workspace, purpose, mask)),
      name: field.heading,
    });
  }
  if (!groupingsFor(purpose).includes(by.kind)) return fault("grouping-not-declared");
  const columns = workspace.columns();
  const { codes, words } =
    by.kind === "channel" ? firstChannel(columns) : (columns.people[by.kind] satisfies WordColumn);
  return ok({ codes: Int32Array.from(codes, (code, person) => (mask[person] === 1 ? code : -1)), words });
}

/** Of the people a purpose may consider, those whose data of special categories may be used for it, too. */
function specialMask(workspace: Workspace, purpose: PurposeCode, mask: Uint8Array): Uint8Array {
  const { vault } = workspace;
  const now = workspace.now();
  const { states, basis } = useStates(vault, workspace.columns(), purpose, now);
  if (basis === undefined) return new Uint8Array(mask.length);
  const policy = policyInForce(vault.db, now);
  const use = { kind: "use", purpose, basis } as const;
  const said = stopping(policy, { ...use, state: "granted", special: "explicit_consent" }).length === 0;
  const silent = stopping(policy, { ...use, state: "unknown", special: "other" }).length === 0;
  return mask.map((one, person) =>
    one === 1 && (states[person] === stateBytes.granted ? said : silent) ? 1 : 0,
  );
}

function ownWords(
  workspace: Workspace,
  purpose: PurposeCode,
  { heading }: OwnField,
  mask: Uint8Array,
): DeclaredGroups {
  const { db } = workspace.vault;
  const columns = workspace.columns();
  const words: string[] = [];
  const known = new Map<string, number>();
  const codes = new Int32Array(columns.people.count).fill(-1);
  for (const { customer, value } of db.rows<{ customer: number; value: string }>(
    `SELECT customer_id AS customer, value FROM attributes JOIN fields ON fields.id = field_id
     WHERE heading = ? AND class = 'special_category' AND fate <> 'hash'
       AND json_extract(basis, '$.purpose') = ? ORDER BY attributes.id`,
    [heading, purpose],
  )) {
    const person = columns.indexOf(customer);
    if (person < 0 || mask[person] !== 1) continue;
    const code = known.get(value) ?? words.push(value) - 1;
    known.set(value, code);
    codes[person] = code;
  }
  return { codes, words };
}

/** The channel of the first order: one that nothing later changes. */
function firstChannel({ people, orders: { start, channel } }: Columns): DeclaredGroups {
  const codes = new Int32Array(people.count).fill(-1);
  for (let person = 0; person < codes.length; person++)
    if (start[person]! < start[person + 1]!) codes[person] = channel.codes[start[person]!]!;
  return { codes, words: channel.words };
}
