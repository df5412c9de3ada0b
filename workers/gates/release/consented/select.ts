import { fault, type Outcome } from "../../../base/fault.ts";
import { unwatched, type JobControl } from "../../../base/job.ts";
import { ok } from "../../../base/result.ts";
import type { Columns } from "../../../columns/columns.ts";
import type { CapState } from "../../../terms/decision.ts";
import type { ConsentedRequest } from "../../../terms/release.ts";
import type { Workspace } from "../../../workspace.ts";
import { policyInForce } from "../../policy/in-force.ts";
import { releasablePeople } from "../../use/permitted-people.ts";
import { visibleFields } from "../../use/visible-fields.ts";
import { fillOf, keepOver, type Fill } from "../decision/cap.ts";
import { sha256 as loadSha256 } from "../files/sha256.ts";
import { listTelling } from "../guard/list-sets.ts";
import type { Telling } from "../guard/told.ts";
import { holdBack } from "../holdout/hold-back.ts";
import { keepControls } from "../holdout/running-controls.ts";
import type { Control } from "../holdout/store.ts";
import { formatOf } from "../platforms/index.ts";
import { fieldsOfFormat } from "../platforms/lay-out.ts";
import type { PlatformFormat } from "../platforms/platform-format.ts";
import { evaluateSegment } from "../segments/evaluate.ts";
import { keepOwn } from "../segments/priorities.ts";
import { customersIn } from "../segments/snapshots.ts";
import { segmentSource } from "../segments/source.ts";
import { segmentStamp } from "../segments/stamp.ts";
import { readSegment, readSegments, type StoredSegment } from "../segments/stored-segment.ts";
import { consentedPeople, type Consented, type RowTools } from "./consented-rows.ts";
import { readPeople } from "./people-table.ts";
import { countryOfRecipient } from "./recipient-country.ts";

/** The people of a consented release, and all that is said of who stays. */
export interface Selected {
  readonly segment: StoredSegment;
  /** Tells what the segment asks. */
  readonly stamp: string;
  readonly format: PlatformFormat;
  readonly consented: Consented;
  /** ISO 3166-1; where the rows go, apart from the firm itself. */
  readonly country: string | undefined;
  /** The columns that persons are numbers of. */
  readonly columns: Columns;
  /** What their rows are made of. */
  readonly tools: RowTools;
  /** People of the segment, those who objected to profiling included where the segment is everybody. */
  readonly people: number;
  /** customers.id of everybody in the segment, whatever order it stands in. */
  readonly whole: Int32Array;
  /** Who stays as a control, where one was asked for and rows leave. */
  readonly control: Control | undefined;
  /** What the list and its manifest tell of whom. */
  readonly telling: Telling;
  /** 1 for people whose rows could have left had the segment held them, by person index. */
  readonly eligible: Uint8Array;
  readonly fill: Fill;
  readonly cap: CapState;
}

/**
 * Who of a segment would leave, as of this moment: within consent and law, not counted for an earlier segment, not contacted too often
 * already, usable by the recipient, and not kept back as a control.
 *
 * @param choose whether a control is chosen; a preview only counts it
 */
export async function selectConsented(
  workspace: Workspace,
  request: ConsentedRequest,
  { choose = false, job = unwatched }: { readonly choose?: boolean; readonly job?: JobControl } = {},
): Promise<Outcome<Selected>> {
  const format = formatOf(request);
  if (format === undefined) return fault("release-way-unknown");
  const country = countryOfRecipient(request);
  if (!country.ok) return country;
  const sha256 = await loadSha256();
  // From here until people are read nothing waits: segment, consent and contacts are of one moment.
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
  const policy = policyInForce(vault.db, now);
  const { channel } = format;
  const to = country.value;
  const releasable = releasablePeople(vault, columns, purpose, recipient, now, policy, channel, to);
  const fields = visibleFields(purpose, fieldsOfFormat(format));
  const people = readPeople(vault.db, fields, columns.people.id, (id) => columns.indexOf(id));
  const homeCountry = columns.orders.currency === "JPY" ? "JP" : undefined;
  const controls = request.reachControls
    ? 0
    : keepControls(vault.db, columns, { purpose, now }, inside.mask, releasable.mask);
  const fill = fillOf(workspace, request);
  const cap = keepOver(fill, inside.mask, releasable.mask);
  // Whether an objector would match a condition is not asked: asking would be the profiling they refused.
  const profiling = workspace.permitted("profiling");
  const stamp = segmentStamp(segment, readSegments(vault.db), sha256);
  const tools = { format, people, homeCountry };
  const usable = await consentedPeople(inside.mask, releasable, tools, job);
  const { consented, control } = holdBack(workspace, usable, request.holdout, choose);
  const all = segment.definition.groups.length === 0;
  const objected = all ? profiling.withheld : 0;
  const withheld = {
    ...consented.withheld,
    "objected-to-profiling": objected,
    "counted-elsewhere": elsewhere,
    "contacted-enough": cap.withheld ? cap.over : 0,
    "in-a-control": controls,
  };
  return ok({
    segment,
    stamp,
    format,
    country: to,
    columns,
    tools,
    consented: { ...consented, withheld },
    people: inside.people + objected,
    whole,
    control,
    eligible: releasable.mask.map((bit, person) => bit & profiling.mask[person]!),
    fill,
    cap,
    telling: listTelling(everybody, consented.persons, (person) => all && profiling.mask[person] !== 1),
  });
}
