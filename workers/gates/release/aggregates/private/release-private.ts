import { personScores } from "../../../../analysis/person-scores.ts";
import { fault, type Outcome } from "../../../../base/fault.ts";
import { ok } from "../../../../base/result.ts";
import type { Columns } from "../../../../columns/columns.ts";
import type { AggregateRequest, AggregateTable, PrivacyOption } from "../../../../terms/release.ts";
import type { Workspace } from "../../../../workspace.ts";
import { basisOf } from "../../../use/permitted-people.ts";
import type { Prepared } from "../../files/carry-out.ts";
import type { StoredSegment } from "../../segments/stored-segment.ts";
import { word } from "../../words.ts";
import { aggregateFile } from "../aggregate-file.ts";
import type { AggregateFrame } from "../aggregate-table.ts";
import { spend, spentRho, vaultRho, withinBudget } from "./budget.ts";
import { isOwnFacts, privacyPlan, type PrivacyPlan } from "./plan.ts";
import { plannedWidths, privateTable, publicShape, type PublicShape } from "./private-table.ts";

/** Whom a table is about, before anything is counted for good. */
export interface Chosen {
  readonly frame: AggregateFrame;
  readonly segment: StoredSegment | undefined;
  readonly people: number;
  readonly mask: Uint8Array;
  readonly columns: Columns;
}

/**
 * A table as its owner may see it, with what its noise would be and what is left to spend. No noise is drawn: numbers to choose among
 * would cost budget. Faults: "bad-arguments", "privacy-dimension", "privacy-segment".
 */
export function previewPrivate(
  workspace: Workspace,
  option: PrivacyOption,
  chosen: Chosen,
  table: AggregateTable,
): Outcome<AggregateTable> {
  const planned = planOf(workspace, option, chosen);
  if (!planned.ok) return planned;
  const { plan, shape } = planned.value;
  const spent = spentRho(workspace.vault.db);
  const halfWidths = plannedWidths(shape, plan);
  return ok({ ...table, privacy: { ...plan.promise, halfWidths, budget: vaultRho, spent } });
}

/**
 * A table with noise made ready to leave, its spending written down in the same transaction. Everything in file and manifest that
 * depends on people is drawn with noise, the number of people too. Faults: those of the preview, "release-too-few" and
 * "privacy-budget-spent".
 */
export function preparePrivate(
  workspace: Workspace,
  option: PrivacyOption,
  chosen: Chosen,
  { language = "ja" }: AggregateRequest,
): Outcome<Prepared> {
  const planned = planOf(workspace, option, chosen);
  if (!planned.ok) return planned;
  const { frame, segment, people, mask, columns } = chosen;
  const { plan, shape } = planned.value;
  if (people < frame.k) return fault("release-too-few", { k: frame.k });
  const { db } = workspace.vault;
  const affordable = withinBudget(db, plan.promise);
  if (!affordable.ok) return affordable;
  const budget = { budget: vaultRho, spent: spentRho(db) };
  const source = { columns, scores: personScores(workspace) };
  const table = privateTable(source, mask, frame, shape, plan, budget);
  spend(db, plan.promise, workspace.now());
  const { header, rows, bytes } = aggregateFile(table, language);
  return ok({
    segment: segment ?? {},
    parts: [bytes],
    extension: "csv",
    customers: new Int32Array(0),
    facts: {
      kind: "aggregate",
      segment: segment?.name ?? word(language, "everybody"),
      purpose: "analytics",
      recipient: "self",
      basis: basisOf(workspace.vault, "analytics") ?? "consent",
      people: table.totals?.[frame.measures.indexOf("people")] ?? 0,
      rows: rows.length,
      columns: header,
      privacy: plan.promise,
      withheld: {},
    },
  });
}

function planOf(
  workspace: Workspace,
  option: PrivacyOption,
  { frame, segment }: Chosen,
): Outcome<{ readonly plan: PrivacyPlan; readonly shape: PublicShape }> {
  const plan = privacyPlan(option, frame.measures, frame.currency);
  if (!plan.ok) return plan;
  if (segment !== undefined && !isOwnFacts(segment.definition)) return fault("privacy-segment");
  const shape = publicShape(frame.dimensions, workspace.now());
  if (typeof shape === "string") return fault("privacy-dimension", { dimension: shape });
  return ok({ plan: plan.value, shape });
}
