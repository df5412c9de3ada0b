import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import type {
  Incident,
  IncidentAssessment,
  IncidentCategory,
  IncidentEntry,
  IncidentState,
} from "../../../terms/incident.ts";
import type { Database } from "../../../vault/database.ts";
import type { Workspace } from "../../../workspace.ts";
import { findPersonal } from "../../intake/recognise/find-personal.ts";
import { storedPacks } from "../in-force.ts";
import { incidentDuties, isMalicious } from "./incident-duties.ts";
import { struckBy, type Struck } from "./incident-scope.ts";

/** What is kept of an incident: as told, and as counted when it was put down. */
interface Kept extends Struck {
  readonly incident: Incident;
  readonly countedAt: string;
}

interface Stored {
  readonly id: number;
  readonly document: string;
}

/** Somebody may tell of it in a zone ahead of ours, and clocks differ. */
const AHEAD_MS = 60 * 60_000;

/**
 * What the vault says of something that happened: how many people, which data, and what has to be done by when. Puts nothing down.
 * Faults: those of `struckBy`, `moment-in-future`, `incident-note-personal`.
 */
export async function previewIncident(
  workspace: Workspace,
  incident: Input<"previewIncident">,
): Promise<Outcome<IncidentAssessment>> {
  const problem = problemOf(workspace, incident);
  if (problem !== undefined) return problem;
  const struck = await struckBy(workspace, incident.scope);
  return struck.ok ? ok(assessed(workspace, { incident, ...struck.value }, new Map())) : struck;
}

/** The incidents of the vault: open ones first, then by when they were noticed, the latest first. */
export async function listIncidents(workspace: Workspace): Promise<Outcome<readonly IncidentEntry[]>> {
  return ok(readIncidents(workspace));
}

/** The same, for whoever reads the vault as a whole. */
export function readIncidents(workspace: Workspace): readonly IncidentEntry[] {
  const entries = workspace.vault.db
    .rows<Stored>("SELECT id, document FROM incidents ORDER BY noticed_at DESC, id DESC")
    .map((stored) => entryOf(workspace, stored));
  return [
    ...entries.filter(({ state }) => state !== "closed"),
    ...entries.filter(({ state }) => state === "closed"),
  ];
}

/** One incident. Faults: `incident-unknown`. */
export function findIncident(workspace: Workspace, id: number): Outcome<IncidentEntry> {
  const stored = workspace.vault.db.first<Stored>("SELECT id, document FROM incidents WHERE id = ?", [id]);
  return stored === undefined ? fault("incident-unknown") : ok(entryOf(workspace, stored));
}

/**
 * Puts an incident down with its people and data as counted now, or counts one anew that is not closed. The record says that, and how many
 * people; never who. Faults: those of `previewIncident`, `incident-unknown`, `incident-closed`, those of saving.
 */
export async function saveIncident(
  workspace: Workspace,
  { id, incident }: Input<"saveIncident">,
): Promise<Outcome<IncidentEntry>> {
  const problem =
    problemOf(workspace, incident) ?? (id === undefined ? undefined : openProblem(workspace, id));
  if (problem !== undefined) return problem;
  const struck = await struckBy(workspace, incident.scope);
  if (!struck.ok) return struck;
  const { vault } = workspace;
  const kept: Kept = { incident, countedAt: workspace.now().toISOString(), ...struck.value };
  const saved = await vault.change(["vault", "record"], (note) => {
    const values = [incident.noticedAt, JSON.stringify(kept)];
    if (id === undefined) vault.db.run("INSERT INTO incidents (noticed_at, document) VALUES (?, ?)", values);
    else vault.db.run("UPDATE incidents SET noticed_at = ?, document = ? WHERE id = ?", [...values, id]);
    const number = id ?? vault.db.lastId();
    note({
      gate: "keep",
      action: id === undefined ? "incident-noted" : "incident-changed",
      payload: {
        incident: number,
        kind: incident.kind,
        people: kept.people,
        malicious: isMalicious(incident),
      },
    });
    return number;
  });
  return saved.ok ? findIncident(workspace, saved.value) : saved;
}

/** Ticks a duty off as done now, or closes the incident. Faults: `incident-unknown`, `incident-closed`, those of saving. */
export async function markIncident(
  workspace: Workspace,
  { incidentId, step }: Input<"markIncident">,
): Promise<Outcome<IncidentEntry>> {
  const problem = openProblem(workspace, incidentId);
  if (problem !== undefined) return problem;
  const { vault } = workspace;
  const done = await vault.change(["vault", "record"], (note) => {
    vault.db.run("INSERT OR IGNORE INTO incident_steps (incident_id, step, at) VALUES (?, ?, ?)", [
      incidentId,
      step,
      workspace.now().toISOString(),
    ]);
    note({
      gate: "keep",
      action: step === "closed" ? "incident-closed" : "incident-step",
      payload: { incident: incidentId, step },
    });
  });
  return done.ok ? findIncident(workspace, incidentId) : done;
}

function problemOf(
  workspace: Workspace,
  { noticedAt, note = "" }: Incident,
): ReturnType<typeof fault> | undefined {
  if (Date.parse(noticedAt) > workspace.now().getTime() + AHEAD_MS) return fault("moment-in-future");
  return findPersonal(note).length > 0 ? fault("incident-note-personal") : undefined;
}

function openProblem(workspace: Workspace, id: number): ReturnType<typeof fault> | undefined {
  const found = findIncident(workspace, id);
  if (!found.ok) return fault("incident-unknown");
  return found.value.state === "closed" ? fault("incident-closed") : undefined;
}

function assessed(
  workspace: Workspace,
  { incident, people, special, categories }: Omit<Kept, "countedAt">,
  done: ReadonlyMap<string, string>,
): IncidentAssessment {
  const packs = storedPacks(workspace.vault.db).map(({ pack }) => pack.id);
  return {
    people,
    special,
    malicious: isMalicious(incident),
    categories: byClass(categories),
    duties: incidentDuties({ incident, people, special }, packs, done, workspace.now()),
  };
}

const telling: readonly IncidentCategory["class"][] = [
  "special_category",
  "identifier",
  "quasi_identifier",
  "behaviour",
  "consent",
];

/** The most telling first. */
function byClass(categories: readonly IncidentCategory[]): readonly IncidentCategory[] {
  return telling.flatMap((kind) => categories.filter((category) => category.class === kind));
}

function entryOf(workspace: Workspace, { id, document }: Stored): IncidentEntry {
  const kept = JSON.parse(document) as Kept;
  const done = stepsOf(workspace.vault.db, id);
  const closedAt = done.get("closed");
  return {
    id,
    incident: kept.incident,
    countedAt: kept.countedAt,
    ...assessed(workspace, kept, done),
    state: stateOf(done),
    ...(closedAt === undefined ? {} : { closedAt }),
  };
}

function stepsOf(db: Database, id: number): ReadonlyMap<string, string> {
  return new Map(
    db
      .rows<{ step: string; at: string }>("SELECT step, at FROM incident_steps WHERE incident_id = ?", [id])
      .map(({ step, at }) => [step, at]),
  );
}

function stateOf(done: ReadonlyMap<string, string>): IncidentState {
  const steps = [...done.keys()];
  if (steps.includes("closed")) return "closed";
  if (steps.some((step) => step.endsWith(".people"))) return "told";
  return steps.length > 0 ? "reported" : "open";
}
