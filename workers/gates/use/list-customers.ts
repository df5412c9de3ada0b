import { personScores, type PersonScores } from "../../analysis/person-scores.ts";
import { isoDate } from "../../base/calendar.ts";
import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import { searchKey } from "../../base/text.ts";
import type { Columns } from "../../columns/columns.ts";
import type { CustomerPage, CustomerQuery, CustomerRow } from "../../terms/people.ts";
import type { SegmentDefinition } from "../../terms/segment.ts";
import type { Database } from "../../vault/database.ts";
import type { Workspace } from "../../workspace.ts";
import { evaluateSegment } from "../release/segments/evaluate.ts";
import { customerDirectory, NO_DAY, type OrderTotals } from "./customer-directory.ts";
import { displayName, type NameColumns } from "./display-name.ts";

/**
 * A page of the customer table, for purpose "service": everybody in the vault is shown. Search folds
 * width, case and kana; order figures are those of the main currency.
 * Faults: `segment-unknown`.
 */
export async function listCustomers(
  workspace: Workspace,
  query: CustomerQuery,
): Promise<Outcome<CustomerPage>> {
  const { db } = workspace.vault;
  if (query.search !== undefined) await workspace.vault.prefetch(["identifiers"]);
  const columns = workspace.columns();
  const directory = customerDirectory(db, columns);
  const key = searchKey(query.search ?? "");
  const masks: Uint8Array[] = [];
  if (key !== "") masks.push(directory.search(key));
  if (query.segmentId !== undefined) {
    const row = db.first<{ definition: string }>("SELECT definition FROM segments WHERE id = ?", [
      query.segmentId,
    ]);
    if (row === undefined) return fault("segment-unknown");
    masks.push(evaluateSegment(workspace, JSON.parse(row.definition) as SegmentDefinition).mask);
  }
  const order = directory.order(query.sort ?? "id");
  const { total, people } = pageOf(order, masks, query);
  const shown = { columns, totals: directory.totals(), scores: personScores(workspace) };
  return ok({ total, rows: customerRows(db, shown, people) });
}

/** The row of one customer as the table shows it, or undefined when there is no such customer. */
export function customerRow(workspace: Workspace, customerId: number): CustomerRow | undefined {
  const { db } = workspace.vault;
  const columns = workspace.columns();
  const person = columns.indexOf(customerId);
  if (person < 0) return undefined;
  const totals = customerDirectory(db, columns).totals();
  return customerRows(db, { columns, totals, scores: personScores(workspace) }, [person])[0];
}

function pageOf(
  order: Int32Array,
  masks: readonly Uint8Array[],
  query: CustomerQuery,
): { readonly total: number; readonly people: readonly number[] } {
  const people: number[] = [];
  let total = 0;
  for (let place = 0; place < order.length; place++) {
    const person = order[query.descending === true ? order.length - 1 - place : place]!;
    if (!masks.every((mask) => mask[person] === 1)) continue;
    if (total >= query.offset && people.length < query.limit) people.push(person);
    total++;
  }
  return { total, people };
}

interface Shown {
  readonly columns: Columns;
  readonly totals: OrderTotals;
  readonly scores: PersonScores;
}

interface StoredCustomer extends NameColumns {
  readonly id: number;
  readonly prefecture: string | null;
}

function customerRows(db: Database, shown: Shown, people: readonly number[]): readonly CustomerRow[] {
  const ids = people.map((person) => shown.columns.people.id[person]!);
  const marks = ids.map(() => "?").join(",");
  const customers = new Map(
    db
      .rows<StoredCustomer>(
        `SELECT id, full_name, family_name, given_name, full_reading, family_reading, given_reading, prefecture
         FROM customers WHERE id IN (${marks})`,
        ids,
      )
      .map((customer) => [customer.id, customer]),
  );
  const emails = new Map<number, string>();
  const numbers = new Map<number, string>();
  const identifiers = db.rows<{ customer_id: number; kind: string; display: string }>(
    `SELECT customer_id, kind, display FROM identifiers
     WHERE customer_id IN (${marks}) AND kind IN ('email', 'customer_id') ORDER BY id DESC`,
    ids,
  );
  // The oldest of each kind comes last and stays.
  for (const { customer_id, kind, display } of identifiers)
    (kind === "email" ? emails : numbers).set(customer_id, display);
  return people.flatMap((person, place) => {
    const customer = customers.get(ids[place]!);
    if (customer === undefined) return [];
    const names = displayName(customer, numbers.get(customer.id));
    return [row(shown, person, customer, names, emails.get(customer.id))];
  });
}

function row(
  { columns, totals, scores }: Shown,
  person: number,
  customer: StoredCustomer,
  names: { readonly name: string; readonly reading?: string },
  email: string | undefined,
): CustomerRow {
  const first = totals.first[person]!;
  const last = totals.last[person]!;
  const r = scores.r[person]!;
  return {
    id: customer.id,
    ...names,
    ...(email === undefined ? {} : { email }),
    ...(customer.prefecture === null ? {} : { prefecture: customer.prefecture }),
    orders: totals.orders[person]!,
    revenue: totals.revenue[person]!,
    currency: columns.orders.currency,
    ...(first === NO_DAY ? {} : { firstOrder: isoDate(first) }),
    ...(last === NO_DAY ? {} : { lastOrder: isoDate(last) }),
    ...(r === 0 ? {} : { rfm: `${String(r)}-${String(scores.f[person]!)}-${String(scores.m[person]!)}` }),
  };
}
