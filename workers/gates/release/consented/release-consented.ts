import { fault, type Outcome } from "../../../base/fault.ts";
import { unwatched, type JobControl } from "../../../base/job.ts";
import { ok } from "../../../base/result.ts";
import type { SendingFacts } from "../../../terms/sending-facts.ts";
import type { ConsentedPreview, ConsentedRequest, ReleaseOutcome } from "../../../terms/release.ts";
import type { SensitiveTopic } from "../../../terms/segment.ts";
import type { Workspace } from "../../../workspace.ts";
import { readyDecision, sendingFacts } from "../decision/decide.ts";
import { carryOut, type Prepared } from "../files/carry-out.ts";
import { sha256 as loadSha256 } from "../files/sha256.ts";
import { topicsOfName } from "../segments/name-topics.ts";
import { ImportTwin } from "../twin/forecast.ts";
import { consentedRows, type RowTools } from "./consented-rows.ts";
import { messageDemands, messageFacts, stoppedContents } from "./demands.ts";
import { momentOf } from "./moment.ts";
import { selectConsented, type Selected } from "./select.ts";
import { consentedPieces, headerOf, shownRows, writeConsented, type WrittenRows } from "./write-consented.ts";

/** Rows a preview shows. */
const sampleRows = 5;

/** How many of a segment would leave, who stays and why, the first rows, and what the importer would say of them. */
export async function previewConsented(
  workspace: Workspace,
  request: ConsentedRequest,
  job: JobControl,
): Promise<Outcome<ConsentedPreview>> {
  await readyDecision(workspace, request);
  const selected = await selectConsented(workspace, request, { job });
  if (!selected.ok) return selected;
  const { format, tools, consented, people, segment, stamp } = selected.value;
  const tells = nameTells(request, segment);
  const demands = messageDemands(workspace, request);
  const first = consented.usable.subarray(0, sampleRows);
  const sha256 = await loadSha256();
  const rows = [...consentedRows({ persons: first, usable: first }, tools, sha256, unwatched).rows];
  const twin = new ImportTwin(request.platform);
  for (const { bytes } of consentedPieces(request, format, rows)) twin.write(bytes);
  return ok({
    segmentStamp: stamp,
    ...(tells.length > 0 && { nameTells: tells }),
    people,
    releasable: consented.count,
    withheld: consented.withheld,
    columns: headerOf(request, format),
    sample: shownRows(format, rows),
    adjustments: consented.adjustments,
    notEncodable: consented.notEncodable,
    ...(demands.length > 0 && { demands }),
    forecast: twin.finish(rows.length === consented.count),
  });
}

/**
 * Lets consented rows out. Who they are is judged first, so that whatever refuses the release does so before a byte is written; then the
 * files are written, hidden, piece by piece, while the vault stays free for others; and inside the change that enters the release, who
 * leaves is judged anew where the vault was changed meanwhile or time went by. Where the files would not be the same, they go.
 */
export async function releaseConsented(
  workspace: Workspace,
  { request, folder }: { readonly request: ConsentedRequest; readonly folder: string },
  job: JobControl,
): Promise<Outcome<ReleaseOutcome>> {
  await readyDecision(workspace, request);
  const moment = momentOf(workspace);
  const judged = await judge(workspace, request, job);
  if (!judged.ok) return judged;
  const { format, consented, tools, control } = judged.value.selected;
  const watched: RowTools = {
    ...tools,
    people: (from, to) => {
      moment.read();
      return tools.people(from, to);
    },
  };
  const stream = consentedRows(consented, watched, await loadSha256(), job);
  const written = await writeConsented(workspace.releases, folder, request, format, stream.rows);
  if (!written.ok) return written;
  let left = false;
  try {
    const files = {
      ...written.value,
      content: stream.content(),
      customers: customersOf(judged.value.selected),
    };
    const again = withSeed(request, control?.seed);
    const outcome = await carryOut(
      workspace,
      folder,
      async () => {
        const now = moment.isStill() ? judged : await judge(workspace, again, job);
        return now.ok ? prepare(workspace, request, now.value, files) : now;
      },
      job,
    );
    left = outcome.ok;
    return outcome.ok ? ok({ ...outcome.value, adjustments: consented.adjustments }) : outcome;
  } finally {
    if (!left) await written.value.staging.discard();
  }
}

interface Judged {
  readonly selected: Selected;
  readonly sending: SendingFacts;
}

/** Who leaves as of this moment, or what refuses that anybody does. */
async function judge(
  workspace: Workspace,
  request: ConsentedRequest,
  job: JobControl,
): Promise<Outcome<Judged>> {
  const selected = await selectConsented(workspace, request, { choose: true, job });
  if (!selected.ok) return selected;
  const { segment, format, consented, stamp } = selected.value;
  if (request.segmentStamp !== undefined && request.segmentStamp !== stamp)
    return fault("segment-changed", { name: segment.name });
  if (nameTells(request, segment).length > 0)
    return fault("release-name-sensitive", { name: request.listName ?? segment.name, n: segment.id });
  const stopped = stoppedContents(workspace, request, format);
  if (stopped !== undefined) return stopped;
  if (consented.persons.length === 0) return nobody(consented.withheld);
  const sending = sendingFacts(workspace, request, selected.value);
  return sending.ok ? ok({ selected: selected.value, sending: sending.value }) : sending;
}

/** Files with whom they are of and what they say. */
interface OfPeople extends WrittenRows {
  readonly customers: Int32Array;
  readonly content: string;
}

function prepare(
  workspace: Workspace,
  request: ConsentedRequest,
  { selected, sending }: Judged,
  files: OfPeople,
): Outcome<Prepared> {
  const { segment, format, consented, whole, control, telling, columns } = selected;
  const customers = customersOf(selected);
  const same =
    customers.length === files.customers.length && customers.every((id, n) => id === files.customers[n]);
  if (!same || consented.content !== files.content) return fault("release-overtaken", { name: segment.name });
  const rows = customers.length;
  const { headings, extension, encoding } = format.file;
  return ok({
    segment: { id: segment.id, name: request.listName ?? segment.name },
    snapshot: { segment, customers: whole },
    ...(control && { control }),
    parts: [],
    written: files,
    extension,
    forecast: files.forecast,
    customers,
    told: { telling, columns },
    facts: {
      kind: "consented",
      segment: request.listName ?? segment.name,
      purpose: request.purpose,
      recipient: request.recipient,
      platform: request.platform,
      ...(selected.country !== undefined && request.country !== undefined && { country: selected.country }),
      basis: "consent",
      people: rows,
      rows,
      columns: headerOf(request, format),
      ...(!headings && { headless: true as const }),
      ...(encoding !== "utf-8" && { encoding }),
      sending,
      ...messageFacts(messageDemands(workspace, request), request),
      withheld: consented.withheld,
    },
  });
}

/** customers.id of those whose rows leave. */
function customersOf({ columns, consented }: Selected): Int32Array {
  const { id } = columns.people;
  return consented.persons.map((person) => id[person]!);
}

/** Judged again, the control is to be the one that was kept out of the files. */
function withSeed(request: ConsentedRequest, seed: number | undefined): ConsentedRequest {
  return request.holdout === undefined || seed === undefined
    ? request
    : { ...request, holdout: { ...request.holdout, seed } };
}

/** What a segment's name says of its people that the platforms of this purpose refuse in the name of a list. */
function nameTells(
  { purpose, listName }: ConsentedRequest,
  { name }: { readonly name: string },
): readonly SensitiveTopic[] {
  return purpose === "ads_matching" ? topicsOfName(listName ?? name) : [];
}

/** Why nobody is left who could leave. */
function nobody(withheld: ConsentedPreview["withheld"]) {
  const people = withheld["no-identifier"] + withheld["not-encodable"];
  if (people > 0) return fault("release-nobody-usable", { people });
  const enough = withheld["contacted-enough"];
  return enough > 0 ? fault("release-contacted-enough", { people: enough }) : fault("release-nobody");
}
