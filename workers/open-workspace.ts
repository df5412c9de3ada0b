import { buildColumns } from "./columns/build.ts";
import type { Columns } from "./columns/columns.ts";
import { jobControl, unwatched } from "./base/job.ts";
import { permittedPeople, type Permitted } from "./gates/use/index.ts";
import { isTallied, purposesOf } from "./gates/use/method-purposes.ts";
import { useTally } from "./gates/use/use-tally.ts";
import type { ServicePorts } from "./ports.ts";
import type { Topic } from "./terms/event.ts";
import type { PurposeCode } from "./terms/purpose.ts";
import type { Vault } from "./vault/vault.ts";
import type { Workspace } from "./workspace.ts";

/** Consent may start or end by the clock alone: an answer older than this is worked out again. */
const FRESH_MS = 60_000;

/** Tables that columns and permissions are read from whole. */
const scanned = ["customers", "orders", "consents"];

const columnTopics: readonly Topic[] = ["vault", "people", "imports"];
const permissionTopics: readonly Topic[] = [...columnTopics, "consent"];

/** The workspace over an open vault: columns and permissions are kept until a change touches them. */
export function openWorkspace(
  vault: Vault,
  ports: Pick<ServicePorts, "models" | "releases" | "now" | "emit">,
): Workspace {
  let columns: Columns | undefined;
  const permitted = new Map<PurposeCode, { readonly at: number; readonly answer: Permitted }>();
  vault.onChange((topics) => {
    if (topics.some((topic) => columnTopics.includes(topic))) columns = undefined;
    if (topics.some((topic) => permissionTopics.includes(topic))) permitted.clear();
  });
  const tally = useTally();
  vault.accompany(tally.acts);
  vault.onChange(tally.settle);
  const currentColumns = (): Columns => {
    if (columns !== undefined) return columns;
    const built = buildColumns(vault.db, () => !vault.changing);
    // What is read while a change is open may be taken back: it must not be kept.
    if (!vault.changing) columns = built;
    return built;
  };
  const workspace: Workspace = {
    vault,
    ready: () => (columns === undefined ? vault.prefetch(scanned) : Promise.resolve()),
    models: ports.models,
    releases: ports.releases,
    now: ports.now,
    columns: currentColumns,
    permitted: <P extends PurposeCode>(purpose: P): Permitted<P> => {
      const now = ports.now();
      const known = permitted.get(purpose);
      if (known !== undefined && Math.abs(now.getTime() - known.at) < FRESH_MS)
        return known.answer as Permitted<P>;
      const answer = permittedPeople(vault, currentColumns(), purpose, now);
      if (!vault.changing) permitted.set(purpose, { at: now.getTime(), answer });
      return answer;
    },
    used: (method) => {
      if (!isTallied(method)) return;
      for (const purpose of purposesOf(method) ?? [])
        tally.count(method, purpose, workspace.permitted(purpose).count);
    },
    job: (ticket) =>
      ticket === undefined
        ? unwatched
        : jobControl(ticket, (progress) => {
            ports.emit({ kind: "progress", job: ticket.id, progress });
          }),
  };
  return workspace;
}
