import { fault, type Outcome } from "../../../base/fault.ts";
import { Refused } from "../../../base/refused.ts";
import type { Input } from "../../../contract.ts";
import {
  correctableFields,
  type CorrectableField,
  type Corrected,
  type CorrectionChange,
} from "../../../terms/rights.ts";
import type { Database } from "../../../vault/database.ts";
import type { Workspace } from "../../../workspace.ts";
import { storedAttribute } from "../../intake/parse/person-attribute.ts";
import { displayText, normalizeEmail, normalizePhone } from "../../intake/parse/person.ts";
import { refreshSearchKeys } from "../../intake/store/search-keys.ts";
import { BY_HAND } from "../../use/consents.ts";
import { dayOf } from "../last-activity.ts";
import { agreeingNames } from "./agreeing-names.ts";
import { isCustomer } from "./requests.ts";

/** Of an identifier that no import brought. */
const NO_IMPORT = 0;
type Contact = "email" | "phone";

/**
 * Puts right what the vault holds of a person (GDPR art. 16; APPI art. 34). Values are folded as an import folds them; a date of birth is
 * kept as its age band. Each cell is remembered with what stood there before, when and why: later imports leave it, and undoing an
 * import does too. Parts of a name follow the whole, and the whole its parts. Faults: `customer-unknown`, `correction-unreadable`
 * (which field), `correction-which` (several addresses, none named), `correction-nothing`, those of saving.
 */
export async function correctCustomer(
  workspace: Workspace,
  { customerId, changes, reason }: Input<"correctCustomer">,
): Promise<Outcome<Corrected>> {
  const { vault } = workspace;
  if (!isCustomer(vault.db, customerId)) return fault("customer-unknown");
  return vault.change(["people", "insight", "segments", "record"], (note) => {
    const now = workspace.now();
    const log = new CorrectionLog(vault.db, customerId, now.toISOString(), reason);
    const { contacts, fields } = readable(changes, now);
    for (const change of contacts) correctContact(vault.db, log, change);
    const followed = correctFields(vault.db, log, fields);
    if (log.cells === 0) throw new Refused("correction-nothing");
    refreshSearchKeys(vault.db, new Set([customerId]));
    note({
      gate: "keep",
      action: "corrected",
      payload: { cells: log.cells, subject: vault.pseudonym(`customer:${String(customerId)}`) },
    });
    return { cells: log.cells, followed };
  });
}

class CorrectionLog {
  cells = 0;
  readonly customerId: number;
  readonly at: string;
  private readonly db: Database;
  private readonly reason: string;

  constructor(db: Database, customerId: number, at: string, reason: string) {
    this.db = db;
    this.customerId = customerId;
    this.at = at;
    this.reason = reason;
  }

  /** Remembers one cell. */
  add(field: string, before: string | null, after: string | null): void {
    this.cells++;
    this.db.run(
      "INSERT INTO corrections (customer_id, field, before, after, at, reason) VALUES (?, ?, ?, ?, ?, ?)",
      [this.customerId, field, before, after, this.at, this.reason],
    );
  }
}

interface ContactChange {
  readonly kind: Contact;
  /** As it is matched; null takes it away. */
  readonly value: string | null;
  readonly display: string;
  /** Which of several. */
  readonly before: string | undefined;
}

/** Every change in the form in which it is stored. @throws Refused "correction-unreadable" */
function readable(changes: readonly CorrectionChange[], now: Date) {
  const contacts: ContactChange[] = [];
  const fields = new Map<string, string | null>();
  for (const { field, value, before } of changes) {
    const unreadable = (): never => {
      throw new Refused("correction-unreadable", { field });
    };
    if (field === "email" || field === "phone") {
      const fold = field === "email" ? normalizeEmail : normalizePhone;
      const key = value === null ? null : (fold(value) ?? unreadable());
      const was = before === undefined ? undefined : (fold(before) ?? unreadable());
      contacts.push({ kind: field, value: key, display: displayText(value ?? ""), before: was });
    } else {
      const column = field === "birth_date" ? "age_band" : field;
      fields.set(
        column,
        value === null ? null : (storedAttribute(field, value, "ymd", dayOf(now)) ?? unreadable()),
      );
    }
  }
  return { contacts, fields };
}

/** @throws Refused "correction-which" */
function correctContact(
  db: Database,
  log: CorrectionLog,
  { kind, value, display, before }: ContactChange,
): void {
  const held = db.rows<{ id: number; value: string }>(
    "SELECT id, value FROM identifiers WHERE customer_id = ? AND kind = ? ORDER BY id",
    [log.customerId, kind],
  );
  const meant = before === undefined ? held : held.filter((one) => one.value === before);
  if (new Set(meant.map((one) => one.value)).size > 1 || (before !== undefined && meant.length === 0))
    throw new Refused("correction-which", { field: kind });
  const [first, ...rest] = meant;
  if (first?.value === (value ?? undefined)) return;
  const known = held.some((one) => one.value === value);
  for (const { id } of [...rest, ...(value === null || known ? meant.slice(0, 1) : [])])
    db.run("DELETE FROM identifiers WHERE id = ?", [id]);
  if (value !== null && !known) {
    if (first === undefined)
      db.run(
        "INSERT INTO identifiers (customer_id, kind, value, display, source, since, import_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [log.customerId, kind, value, display, BY_HAND, log.at, NO_IMPORT],
      );
    else
      db.run(
        "UPDATE identifiers SET value = ?, display = ?, source = ?, since = ?, import_id = ? WHERE id = ?",
        [value, display, BY_HAND, log.at, NO_IMPORT, first.id],
      );
  }
  log.add(kind, first?.value ?? null, value);
}

/** Writes the columns; answers the fields that followed others. */
function correctFields(
  db: Database,
  log: CorrectionLog,
  wanted: ReadonlyMap<string, string | null>,
): readonly CorrectableField[] {
  const stored =
    db.first<Record<string, string | null>>("SELECT * FROM customers WHERE id = ?", [log.customerId]) ?? {};
  const followers = new Map(Object.entries(agreeingNames(stored, Object.fromEntries(wanted))));
  const followed: CorrectableField[] = [];
  for (const [column, value] of [...wanted, ...followers]) {
    const before = stored[column] ?? null;
    if (before === value) continue;
    // Only columns of the closed list of correctable fields come here.
    db.run(`UPDATE customers SET ${column} = ? WHERE id = ?`, [value, log.customerId]);
    log.add(column, before, value);
    const field = correctableFields.find((one) => one === column);
    if (followers.has(column) && field !== undefined) followed.push(field);
  }
  return followed;
}
