import { isoDate } from "../../../base/calendar.ts";
import { fault } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Columns } from "../../../columns/columns.ts";
import { safeRatio, type LiftDay } from "../../../models/lift/safe-logrank.ts";
import type { HeldOutPerson, HoldoutArm, HoldoutEntry, HoldoutResult } from "../../../terms/holdout.ts";
import type { Methods, Workspace } from "../../../workspace.ts";
import { customerRow } from "../../use/list-customers.ts";
import { customersOf, watchedDays } from "./arms.ts";
import { buyersProfile } from "./buyers-profile.ts";
import { readHoldout, readHoldouts } from "./store.ts";

const CONFIDENCE = 0.95;

/** What releases with a control did. */
export const holdoutMethods: Methods<"listHoldouts" | "holdoutResult" | "buyersProfile" | "listHeldOut"> = {
  listHoldouts: async ({ vault }) => ok(readHoldouts(vault.db)),
  holdoutResult: async (workspace, { releaseId }) => {
    const entry = readHoldout(workspace.vault.db, releaseId);
    return entry === undefined ? fault("release-unknown") : ok(resultOf(workspace, entry));
  },
  buyersProfile: async (workspace, { releaseId, k }) => {
    const entry = readHoldout(workspace.vault.db, releaseId);
    if (entry === undefined) return fault("release-unknown");
    return ok(buyersProfile(workspace, resultOf(workspace, entry), k));
  },
  listHeldOut: async (workspace, { releaseId, offset, limit }) => {
    const { db } = workspace.vault;
    if (readHoldout(db, releaseId) === undefined) return fault("release-unknown");
    const total = db.count("SELECT count(*) FROM holdout_people WHERE release_id = ?", [releaseId]);
    const rows = db
      .rows<{ id: number }>(
        "SELECT customer_id AS id FROM holdout_people WHERE release_id = ? ORDER BY customer_id LIMIT ? OFFSET ?",
        [releaseId, limit, offset],
      )
      .map(({ id }): HeldOutPerson => ({ id, name: customerRow(workspace, id)?.name ?? "" }));
    return ok({ total, rows });
  },
};

/** The days of each person of an arm: their first order since, and what they spent. */
interface Arm {
  readonly people: number;
  /** First purchases by days since the first day looked at. */
  readonly firstOn: Int32Array;
  readonly revenue: number;
}

/** What a release with a control did so far: orders of both arms from the day after. */
export function resultOf(workspace: Workspace, entry: HoldoutEntry): HoldoutResult {
  const columns = workspace.columns();
  const { mask } = workspace.permitted("analytics");
  const { from, to, span } = watchedDays(columns, mask, entry);
  const arm = (which: "treated" | "control"): Arm =>
    followArm(columns, mask, customersOf(workspace, which, entry.releaseId), from, span);
  const [treated, control] = [arm("treated"), arm("control")];
  const found = safeRatio(daysOf(treated, control, span), 1 - CONFIDENCE);
  const { low, high } = found;
  const said = describe(treated);
  return {
    entry,
    from: isoDate(from),
    ...(span > 0 ? { to: isoDate(to) } : {}),
    treated: said,
    control: describe(control),
    currency: columns.orders.currency,
    ratio: {
      ...(Number.isNaN(found.ratio) ? {} : { estimate: found.ratio }),
      low,
      ...(high === Infinity ? {} : { high }),
      confidence: CONFIDENCE,
    },
    extraOfHundred: extraOf(said, found),
    verdict: low > 1 ? "more" : high < 1 ? "fewer" : "open",
    reachedElsewhere: workspace.vault.db.count(
      `SELECT count(DISTINCT held.customer_id) FROM holdout_people AS held JOIN release_people AS sent ON sent.customer_id = held.customer_id
         JOIN releases ON releases.id = sent.release_id
       WHERE held.release_id = ?1 AND sent.release_id <> ?1 AND releases.state = 'released' AND releases.at >= ?2`,
      [entry.releaseId, entry.at],
    ),
  };
}

/**
 * Of a hundred people in the file, those who bought and would not have: the attributable fraction 1 - 1 / ratio of those who bought
 * (Miettinen 1974), at the estimate and at both ends of the interval. At most all of them.
 */
function extraOf(
  { people, buyers }: HoldoutArm,
  { ratio, low, high }: ReturnType<typeof safeRatio>,
): HoldoutResult["extraOfHundred"] {
  const bought = people === 0 ? 0 : (100 * buyers) / people;
  const extra = (of: number): number => bought * (1 - 1 / of);
  return {
    ...(ratio > 0 ? { estimate: extra(ratio) } : {}),
    ...(low > 0 ? { low: extra(low) } : {}),
    high: extra(high),
  };
}

function followArm(
  columns: Columns,
  mask: Uint8Array,
  customers: Int32Array,
  from: number,
  span: number,
): Arm {
  const { orders } = columns;
  const firstOn = new Int32Array(span);
  let [people, revenue] = [0, 0];
  for (const customer of customers) {
    const person = columns.indexOf(customer);
    if (person < 0 || mask[person] !== 1) continue;
    people++;
    let first = -1;
    for (let o = orders.start[person]!; o < orders.start[person + 1]!; o++) {
      const since = orders.day[o]! - from;
      if (since < 0 || since >= span) continue;
      if (first < 0) first = since;
      revenue += orders.amount[o]!;
    }
    if (first >= 0) firstOn[first] = firstOn[first]! + 1;
  }
  return { people, firstOn, revenue };
}

function* daysOf(treated: Arm, control: Arm, span: number): Generator<LiftDay> {
  let [treatedAtRisk, controlAtRisk] = [treated.people, control.people];
  for (let day = 0; day < span; day++) {
    const bought = { treated: treated.firstOn[day]!, control: control.firstOn[day]! };
    yield { treatedAtRisk, controlAtRisk, ...bought };
    treatedAtRisk -= bought.treated;
    controlAtRisk -= bought.control;
  }
}

function describe({ people, firstOn, revenue }: Arm): HoldoutArm {
  return { people, buyers: firstOn.reduce((sum, n) => sum + n, 0), revenue };
}
