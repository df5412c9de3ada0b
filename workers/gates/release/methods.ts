import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { ConsentedPreview, ConsentedRequest } from "../../terms/release.ts";
import type { Methods, Workspace } from "../../workspace.ts";
import { releasablePeople } from "../use/permitted-people.ts";
import { visibleFields } from "../use/visible-fields.ts";
import { prepareAggregate, previewAggregate } from "./aggregates/release-aggregate.ts";
import { consentedRows, type Consented } from "./consented/consented-rows.ts";
import { readPeople } from "./consented/people-table.ts";
import { writeConsented } from "./consented/write-consented.ts";
import { carryOut, type Prepared } from "./files/carry-out.ts";
import { readLedger, readManifest } from "./files/ledger.ts";
import { sha256 as loadSha256 } from "./files/sha256.ts";
import { holdBack } from "./holdout/hold-back.ts";
import type { Control } from "./holdout/store.ts";
import { listTelling } from "./guard/list-sets.ts";
import type { Telling } from "./guard/told.ts";
import { formatOf } from "./platforms/index.ts";
import { fieldsOfFormat } from "./platforms/lay-out.ts";
import type { PlatformFormat } from "./platforms/platform-format.ts";
import { prepareResearch, previewResearch } from "./research/release-research.ts";
import { evaluateSegment } from "./segments/evaluate.ts";
import { keepOwn } from "./segments/priorities.ts";
import { customersIn } from "./segments/snapshots.ts";
import { segmentSource } from "./segments/source.ts";
import { readSegment, type StoredSegment } from "./segments/stored-segment.ts";
import { forecastImport, joinForecasts } from "./twin/forecast.ts";

/** Rows a preview shows. */
const sampleRows = 5;

/** The release gate's share of the vault contract. */
export const releaseMethods: Methods<
  | "previewAggregate"
  | "releaseAggregate"
  | "previewConsented"
  | "releaseConsented"
  | "previewResearch"
  | "releaseResearch"
  | "listReleases"
  | "showManifest"
> = {
  previewAggregate: async (workspace, request) => previewAggregate(workspace, request),
  releaseAggregate: async (workspace, { request, folder }) =>
    carryOut(workspace, folder, async () => prepareAggregate(workspace, request)),
  previewConsented: async (workspace, request) => previewConsented(workspace, request),
  releaseConsented: async (workspace, { request, folder }) =>
    carryOut(workspace, folder, async () => prepareConsented(workspace, request)),
  previewResearch: async (workspace, request) => previewResearch(workspace, request),
  releaseResearch: async (workspace, { request, folder }) =>
    carryOut(workspace, folder, async () => prepareResearch(workspace, request)),
  listReleases: async (workspace) => ok(readLedger(workspace.vault.db)),
  showManifest: async (workspace, { releaseId }) => {
    const manifest = readManifest(workspace.vault.db, releaseId);
    return manifest === undefined ? fault("release-unknown") : ok(manifest);
  },
};

interface Selected {
  readonly segment: StoredSegment;
  readonly format: PlatformFormat;
  readonly consented: Consented;
  /** People of the segment, those who objected to profiling included where the segment is everybody. */
  readonly people: number;
  /** customers.id of everybody in the segment, whatever order it stands in. */
  readonly whole: Int32Array;
  /** Who stays as a control, where one was asked for and rows leave. */
  readonly control: Control | undefined;
  /** What the list and its manifest tell of whom. */
  readonly telling: Telling;
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
  const whole = customersIn({ columns }, inside.mask);
  const everybody = inside.mask.slice();
  const { purpose, recipient, segmentId, priorityId } = request;
  const elsewhere =
    priorityId === undefined
      ? 0
      : keepOwn(vault.db, segmentSource(workspace), { priorityId, segmentId }, inside.mask);
  if (elsewhere === undefined) return fault("priority-unknown");
  const now = workspace.now();
  const releasable = releasablePeople(vault, columns, purpose, recipient, now, undefined, format.channel);
  const people = readPeople(vault.db, visibleFields(purpose, fieldsOfFormat(format)), (id) =>
    columns.indexOf(id),
  );
  const homeCountry = columns.orders.currency === "JPY" ? "JP" : undefined;
  const tools = { people, sha256, homeCountry };
  const laidOut = consentedRows(inside.mask, releasable, format, tools, limit);
  const { consented, control } = holdBack(workspace, laidOut, request.holdout, limit === undefined);
  // Whether an objector would match a condition is not asked: asking would be the profiling they refused.
  const profiling = workspace.permitted("profiling");
  const all = segment.definition.groups.length === 0;
  const objected = all ? profiling.withheld : 0;
  const withheld = {
    ...consented.withheld,
    "objected-to-profiling": objected,
    "counted-elsewhere": elsewhere,
  };
  return ok({
    segment,
    format,
    consented: { ...consented, withheld },
    people: inside.people + objected,
    whole,
    control,
    telling: listTelling(everybody, consented.persons, (person) => all && profiling.mask[person] !== 1),
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
  const { segment, format, consented, whole, control, telling } = selected.value;
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
    snapshot: { segment, customers: whole },
    ...(control && { control }),
    parts: parts.map(({ bytes }) => bytes),
    extension,
    forecast: joinForecasts(parts.map(({ bytes }) => forecastImport(request.platform, bytes))),
    customers: consented.persons.map((person) => id[person]!),
    told: { telling, columns: workspace.columns() },
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
