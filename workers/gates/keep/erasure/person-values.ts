import type { Database, SqlValue } from "../../../vault/database.ts";
import { normalizeEmail, normalizePhone } from "../../intake/parse/person.ts";
import { catalogue, catalogueTables } from "../../use/catalogue.ts";
import type { TableDeclaration } from "../../use/catalogue/declaration.ts";
import { ALL_DOOMED, personCondition } from "../person-statements.ts";
import { PersonValues, type ValueKind } from "./value-store.ts";

/** Parts that many people share and that tell nobody alone; they are searched put together. */
const parts: ReadonlySet<string> = new Set([
  "family_name",
  "given_name",
  "family_reading",
  "given_reading",
  "postal_code",
  "city",
  "country",
]);
/** Of table identifiers: what kind of key it is, whose, since when. */
const aboutKeys: ReadonlySet<string> = new Set(["kind", "source", "since", "search_key"]);
const NAME_BLANKS = ["", " ", "\u3000", ",", "、"] as const;

/**
 * Whether a column's text can tell who somebody is: identifiers, special categories, and all that retention would take from somebody
 * who stays. `own` is a value of the person's, `free` a text that may say more.
 */
export function tellingColumn(table: string, column: string): "own" | "free" | undefined {
  const declared = (catalogue as Readonly<Record<string, TableDeclaration>>)[table]?.columns[column];
  if (declared === undefined || aboutKeys.has(column)) return undefined;
  const own =
    declared.class === "identifier" ||
    (declared.class === "quasi_identifier" && declared.generalise !== undefined);
  if (own && !freeTexts.has(column)) return "own";
  return own || declared.class === "special_category" || declared.generalise !== undefined
    ? "free"
    : undefined;
}

const freeTexts: ReadonlySet<string> = new Set(["evidence", "reason", "raw", "page", "text"]);

/** Rows read between two questions whether to go on. */
const BETWEEN = 4096;

/** Everything that tells who the people in temp.doomed are, read by the schema; people joined into them are theirs. `between` may throw to stop. */
export function personValues(db: Database, between: () => void = () => undefined): PersonValues {
  const values = new PersonValues();
  let rows = 0;
  for (const [table, declaration] of catalogueTables()) {
    if (declaration.erasure !== "delete") continue;
    const columns = Object.keys(declaration.columns).filter(
      (column) => tellingColumn(table, column) !== undefined || parts.has(column) || column === "kind",
    );
    if (columns.length === 0) continue;
    db.each(
      `SELECT ${columns.join(", ")} FROM ${table} WHERE ${personCondition(table, declaration, ALL_DOOMED)}`,
      [],
      (row) => {
        if (++rows % BETWEEN === 0) between();
        collect(table, Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])), values);
      },
    );
  }
  return values;
}

type Row = Readonly<Record<string, SqlValue>>;

function collect(table: string, row: Row, into: PersonValues): void {
  const add = (text: string, kind: ValueKind = "text"): void => {
    if (text !== "") into.add(kind, text);
  };
  for (const [column, value] of Object.entries(row)) {
    if (typeof value !== "string" || parts.has(column) || tellingColumn(table, column) === undefined)
      continue;
    if (table === "merge_members") collectJoined(column, value, into);
    else if (table === "identifiers") {
      const kind = row["kind"] === "email" || row["kind"] === "phone" ? row["kind"] : "text";
      add(value, kind);
    } else add(value, kindOf(value));
  }
  for (const name of namesTogether(row)) add(name);
  const { city, street } = row;
  if (typeof city === "string" && typeof street === "string") add(city + street);
}

/** A correction or a note may hold an address or a number by itself. */
function kindOf(text: string): ValueKind {
  if (text.includes("@") && normalizeEmail(text) !== undefined) return "email";
  return text.startsWith("+") && normalizePhone(text) !== undefined ? "phone" : "text";
}

function namesTogether(row: Row): readonly string[] {
  return [
    ["family_name", "given_name"],
    ["family_reading", "given_reading"],
  ].flatMap(([family = "", given = ""]) => {
    const [one, other] = [row[family], row[given]];
    if (typeof one !== "string" || typeof other !== "string" || one === "" || other === "") return [];
    return NAME_BLANKS.flatMap((blank) => [one + blank + other, other + blank + one]);
  });
}

/** The row of a person who was joined into another, and the rows that were put aside then, as they were in their tables. */
function collectJoined(column: string, text: string, into: PersonValues): void {
  const parsed: unknown = JSON.parse(text);
  if (column === "person" && isRow(parsed)) collect("customers", parsed, into);
  if (column === "aside" && isRow(parsed))
    for (const [table, rows] of Object.entries(parsed as Readonly<Record<string, unknown>>))
      if (Array.isArray(rows))
        for (const row of rows) if (isRow(row)) collect(table.replace(/^outweighed /u, ""), row, into);
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
