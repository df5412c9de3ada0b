import { personScores } from "../../analysis/person-scores.ts";
import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import {
  defaultK,
  type AggregateRequest,
  type AggregateTable,
  type ConsentedPreview,
  type ConsentedRequest,
} from "../../terms/release.ts";
import type { Methods, Workspace } from "../../workspace.ts";
import { basisOf, releasablePeople } from "../use/permitted-people.ts";
import { visibleFields } from "../use/visible-fields.ts";
import { aggregateFile } from "./aggregates/aggregate-file.ts";
import { protectTable } from "./aggregates/aggregate-table.ts";
import { tabulate } from "./aggregates/tabulate.ts";
import { consentedRows, type Consented } from "./consented/consented-rows.ts";
import { readPeople } from "./consented/people-table.ts";
import { writeConsented } from "./consented/write-consented.ts";
import { carryOut, type Prepared } from "./files/carry-out.ts";
import { readLedger, readManifest } from "./files/ledger.ts";
import { sha256 as loadSha256 } from "./files/sha256.ts";
import { formatOf } from "./platforms/index.ts";
import { fieldsOfFormat } from "./platforms/lay-out.ts";
import type { PlatformFormat } from "./platforms/platform-format.ts";
import { countOnes, evaluateSegment } from "./segments/evaluate.ts";
import { readSegment, type StoredSegment } from "./segments/stored-segment.ts";
import { forecastImport, joinForecasts } from "./twin/forecast.ts";
import { word } from "./words.ts";

/** Rows a preview shows. */
const sampleRows = 5;

/** The release gate's share of the vault contract. */
export const releaseMethods: Methods<
  | "previewAggregate"
  | "releaseAggregate"
  | "previewConsented"
  | "releaseConsented"
  | "listReleases"
  | "showManifest"
> = {
  previewAggregate: async (workspace, request) => {
    const counted = aggregate(workspace, request);
    return counted.ok ? ok(counted.value.table) : counted;
  },
  releaseAggregate: async (workspace, { request, folder }) =>
    carryOut(workspace, folder, async () => prepareAggregate(workspace, request)),
  previewConsented: async (workspace, request) => previewConsented(workspace, request),
  releaseConsented: async (workspace, { request, folder }) =>
    carryOut(workspace, folder, async () => prepareConsented(workspace, request)),
  listReleases: async (workspace) => ok(readLedger(workspace.vault.db)),
  showManifest: async (workspace, { releaseId }) => {
    const manifest = readManifest(workspace.vault.db, releaseId);
    return manifest === undefined ? fault("release-unknown") : ok(manifest);
  },
};

interface Aggregate {
  readonly table: AggregateTable;
  readonly segment: StoredSegment | undefined;
  /** People the table is about. */
  readonly people: number;
}

/** The table over segment ∩ the people analytics may consider, as of now. */
function aggregate(workspace: Workspace, request: AggregateRequest): Outcome<Aggregate> {
  const { vault } = workspace;
  const { dimensions, measures, k = defaultK } = request;
  if (new Set(dimensions).size < dimensions.length || new Set(measures).size < measures.length)
    return fault("bad-arguments");
  const segment = request.segmentId === undefined ? undefined : readSegment(vault.db, request.segmentId);
  if (request.segmentId !== undefined && segment === undefined) return fault("segment-unknown");
  const mask = workspace.permitted("analytics").mask.slice();
  if (segment !== undefined) {
    const inside = evaluateSegment(workspace, segment.definition).mask;
    for (let p = 0; p < mask.length; p++) mask[p] = mask[p]! & inside[p]!;
  }
  const columns = workspace.columns();
  const raw = tabulate({ columns, scores: personScores(workspace) }, mask, dimensions, measures);
  const frame = { dimensions, measures, currency: columns.orders.currency, k };
  return ok({ table: protectTable(frame, raw), segment, people: countOnes(mask) });
}

function prepareAggregate(workspace: Workspace, request: AggregateRequest): Outcome<Prepared> {
  const counted = aggregate(workspace, request);
  if (!counted.ok) return counted;
  const { table, segment, people } = counted.value;
  // Without even a total that may be told there is nothing to release.
  if (people < table.k || table.totals === undefined) return fault("release-too-few", { k: table.k });
  const language = request.language ?? "ja";
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
      people,
      rows: rows.length,
      columns: header,
      k: table.k,
      withheld: { cells: table.withheldCells },
    },
  });
}

interface Selected {
  readonly segment: StoredSegment;
  readonly format: PlatformFormat;
  readonly consented: Consented;
  /** People of the segment, those who objected to profiling included where the segment is everybody. */
  readonly people: number;
}

async function select(
  workspace: Workspace,
  request: ConsentedRequest,
  limit?: number,
): Promise<Outcome<Selected>> {
  const format = formatOf(request);
  if (format === undefined) return fault("bad-arguments");
  const sha256 = await loadSha256();
  // From here on nothing waits: segment, consent and rows are of one moment.
  const { vault } = workspace;
  const segment = readSegment(vault.db, request.segmentId);
  if (segment === undefined) return fault("segment-unknown");
  const columns = workspace.columns();
  const inside = evaluateSegment(workspace, segment.definition);
  const { purpose, recipient } = request;
  const releasable = releasablePeople(vault, columns, purpose, recipient, workspace.now());
  const people = readPeople(vault.db, visibleFields(purpose, fieldsOfFormat(format)), (id) =>
    columns.indexOf(id),
  );
  const homeCountry = columns.orders.currency === "JPY" ? "JP" : undefined;
  const tools = { people, sha256, homeCountry };
  const consented = consentedRows(inside.mask, releasable, format, tools, limit);
  // Whether an objector would match a condition is not asked: asking would be the profiling they refused.
  const objected = segment.definition.groups.length === 0 ? workspace.permitted("profiling").withheld : 0;
  const withheld = { ...consented.withheld, "objected-to-profiling": objected };
  return ok({
    segment,
    format,
    consented: { ...consented, withheld },
    people: inside.people + objected,
  });
}

async function previewConsented(
  workspace: Workspace,
  request: ConsentedRequest,
): Promise<Outcome<ConsentedPreview>> {
  const selected = await select(workspace, request, sampleRows);
  if (!selected.ok) return selected;
  const { format, consented, people } = selected.value;
  const written = writeConsented(request, format, consented.rows);
  const whole = consented.rows.length === consented.count;
  return ok({
    people,
    releasable: consented.count,
    withheld: consented.withheld,
    columns: written.header,
    sample: written.shown,
    adjustments: consented.adjustments,
    notEncodable: consented.notEncodable,
    forecast: forecastImport(request.platform, written.parts[0]!.bytes, whole),
  });
}

async function prepareConsented(workspace: Workspace, request: ConsentedRequest): Promise<Outcome<Prepared>> {
  const selected = await select(workspace, request);
  if (!selected.ok) return selected;
  const { segment, format, consented } = selected.value;
  const rows = consented.rows.length;
  if (rows === 0) {
    const people = consented.withheld["no-identifier"] + consented.withheld["not-encodable"];
    return people === 0 ? fault("release-nobody") : fault("release-nobody-usable", { people });
  }
  const { header, parts } = writeConsented(request, format, consented.rows);
  const { id } = workspace.columns().people;
  const { headings, extension, encoding } = format.file;
  return ok({
    segment,
    parts: parts.map(({ bytes }) => bytes),
    extension,
    forecast: joinForecasts(parts.map(({ bytes }) => forecastImport(request.platform, bytes))),
    customers: consented.persons.map((person) => id[person]!),
    facts: {
      kind: "consented",
      segment: segment.name,
      purpose: request.purpose,
      recipient: request.recipient,
      platform: request.platform,
      basis: "consent",
      people: rows,
      rows,
      columns: header,
      ...(!headings && { headless: true as const }),
      ...(encoding !== "utf-8" && { encoding }),
      withheld: consented.withheld,
    },
  });
}
