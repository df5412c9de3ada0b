import { fault, type Outcome } from "../../../base/fault.ts";
import { unwatched, type JobControl } from "../../../base/job.ts";
import { ok } from "../../../base/result.ts";
import type { FigureRequest, FigureTable } from "../../../terms/figures.ts";
import type { Workspace } from "../../../workspace.ts";
import { basisOf } from "../../use/permitted-people.ts";
import { boardPage } from "../aggregates/board-page.ts";
import { populationOf, type Population } from "../aggregates/count-table.ts";
import type { Prepared } from "../files/carry-out.ts";
import { readHistory } from "../guard/history.ts";
import type { History } from "../guard/told.ts";
import { countOnes } from "../segments/evaluate.ts";
import { word } from "../words.ts";
import { cohortGroups } from "./cohort-groups.ts";
import { figureFile } from "./figure-file.ts";
import { tableRows, type GroupedTable } from "./grouped-table.ts";
import { pairTable, productTable } from "./product-groups.ts";
import { protectGroups, type ProtectedGroups } from "./protect-groups.ts";

/** Makes ready what tables of products read, before a change is open. */
export async function prepareFigureSource(workspace: Workspace, { kind }: Pick<FigureRequest, "kind">) {
  if (kind !== "cohorts" && !workspace.columns().built.has("order_lines"))
    await workspace.vault.prefetch(["order_lines"]);
}

interface Parts {
  readonly population: Population;
  readonly history: History;
  readonly grouped: GroupedTable;
}

interface Found extends Parts {
  readonly guarded: ProtectedGroups;
  readonly table: FigureTable;
}

/**
 * A table whose groups overlap, as it would leave, judged beside everything released before. Groups of fewer than k people, and those
 * that would single out fewer with the others, are withheld. Fault "segment-unknown".
 */
export function previewFigures(
  workspace: Workspace,
  request: FigureRequest,
  job: JobControl = unwatched,
): Outcome<FigureTable> {
  const found = find(workspace, request, job);
  if (!found.ok) return found;
  const { guarded, table, history, grouped } = found.value;
  const { verdict } = guarded;
  if (verdict.safe) return ok(table);
  const more = request.guarded === true ? guarded : protect(workspace, found.value, true, job);
  return ok({
    ...table,
    differencing: {
      why: verdict.why,
      releases: verdict.releases.map((release) => history.releases[release]!.id),
      guarded: request.guarded !== true && more.verdict.safe && tellsAny(grouped, more),
    },
  });
}

/** The table made ready to leave. Faults: that of the preview, "release-too-few", "release-differencing". */
export function prepareFigures(
  workspace: Workspace,
  request: FigureRequest,
  job: JobControl = unwatched,
): Outcome<Prepared> {
  const found = find(workspace, request, job);
  if (!found.ok) return found;
  const { guarded, table, history, grouped, population } = found.value;
  const { k } = population;
  if (table.people < k || !tellsAny(grouped, guarded)) return fault("release-too-few", { k });
  if (!guarded.verdict.safe) {
    const releases = guarded.verdict.releases.map((release) => history.releases[release]!.id);
    return fault("release-differencing", { k, releases: releases.join(", ") });
  }
  const language = request.language ?? "ja";
  const name = population.segment?.name ?? word(language, "everybody");
  const file = figureFile(table, language);
  return ok({
    segment: population.segment ?? {},
    parts: [file.bytes],
    extension: "csv",
    ...(request.page === true && {
      page: boardPage({ name, at: workspace.now(), language, k }, [file]),
    }),
    customers: new Int32Array(0),
    told: { telling: guarded.telling, columns: workspace.columns() },
    facts: {
      kind: "aggregate",
      segment: name,
      purpose: "analytics",
      recipient: "self",
      basis: basisOf(workspace.vault, "analytics") ?? "consent",
      people: table.people,
      rows: file.rows.length,
      columns: file.header,
      k,
      withheld: { cells: table.withheld },
    },
  });
}

function find(workspace: Workspace, request: FigureRequest, job: JobControl): Outcome<Found> {
  job.progress({ phase: "tabulating", done: 0 });
  job.check();
  const population = populationOf(workspace, request);
  if (!population.ok) return population;
  const columns = workspace.columns();
  const grouped = groupedTable(workspace, request, population.value.mask);
  job.check();
  const history = readHistory(workspace.vault.db, columns);
  const parts = { grouped, population: population.value, history };
  const guarded = protect(workspace, parts, request.guarded === true, job);
  const table: FigureTable = {
    kind: request.kind,
    k: population.value.k,
    currency: columns.orders.currency,
    people: countOnes(population.value.mask),
    columns: grouped.columns,
    rows: tableRows(grouped, guarded.told),
    withheld: guarded.told.filter((one) => !one).length,
  };
  return ok({ ...parts, guarded, table });
}

function groupedTable(workspace: Workspace, request: FigureRequest, mask: Uint8Array): GroupedTable {
  const columns = workspace.columns();
  switch (request.kind) {
    case "cohorts":
      return cohortGroups(columns, mask, request.unit ?? "month");
    case "products":
      return productTable(columns, mask, request.products);
    case "productPairs":
      return pairTable(columns, mask, request.products);
  }
}

function protect(
  workspace: Workspace,
  { grouped: { groups, summed }, population: { k }, history }: Parts,
  withholdMore: boolean,
  job: JobControl,
): ProtectedGroups {
  const sums = summed ? (["orders", "revenue"] as const) : [];
  return protectGroups(workspace.columns(), groups, sums, k, history, withholdMore, job);
}

/** Whether a group of somebody is told. */
function tellsAny({ groups }: GroupedTable, { told }: ProtectedGroups): boolean {
  return groups.some(({ people }, group) => told[group] === true && people.length > 0);
}
