import type { ReadinessVerdict } from "../../../terms/governance.ts";
import type { IncidentEntry } from "../../../terms/incident.ts";
import type { RecordVerification } from "../../../terms/record.ts";
import type { RequestEntry } from "../../../terms/rights.ts";
import type { Database } from "../../../vault/database.ts";
import { catalogueTables } from "../../use/catalogue.ts";
import { programPacks } from "../packs/index.ts";
import { heldFields, rowReleases, type FactsAndDiet } from "./facts.ts";
import { holderOf } from "./parts.ts";
import { tablesWithoutRule } from "./risks.ts";

const DAY = 86_400_000;
/** A backup older than this would lose more than a week of work. */
const BACKUP_DAYS = 7;
/** Retention that has not run for longer than this leaves people in the vault who should have gone. */
const RUN_DAYS = 31;
/** After so long behaviour has changed, and a model speaks of another shop. */
const MODEL_DAYS = 92;
/** Documents are gone over once a year, whatever changed. */
const DOCUMENT_DAYS = 366;

/** What a check found: its verdict, the facts of its sentence, and which sentence where a verdict has several. */
interface Finding {
  readonly verdict: ReadinessVerdict;
  readonly facts?: Readonly<Record<string, string | number>>;
  readonly variant?: string;
}

/** What checks look at: the facts, and the little that only they need. */
export interface Looked {
  readonly facts: FactsAndDiet;
  readonly db: Database;
  readonly now: Date;
  readonly record: RecordVerification;
  readonly requests: readonly RequestEntry[];
  readonly incidents: readonly IncidentEntry[];
  /** The latest line of the record of each act. */
  readonly lastAct: (action: string) => { readonly seq: number; readonly at: string } | undefined;
  /** When each document was written last, in lines of the record. */
  readonly written: (document: string) => { readonly seq: number; readonly at: string } | undefined;
}

/** A question the vault answers by itself, and the screen that mends what is found: place, tab, part. */
interface Check {
  readonly code: string;
  readonly screen: readonly string[];
  readonly look: (looked: Looked) => Finding;
}

/** The checks, in the order of a vault's life. */
export const readinessChecks: readonly Check[] = [
  { code: "firm", screen: ["record", "governance", "roles"], look: firm },
  { code: "roles", screen: ["record", "governance", "roles"], look: roles },
  { code: "sources", screen: ["record", "governance", "roles"], look: sources },
  { code: "packs", screen: ["record", "law"], look: packs },
  { code: "wordings", screen: ["data", "consent"], look: wordings },
  { code: "classified", screen: ["record", "map"], look: classified },
  { code: "special", screen: ["record", "map"], look: special },
  { code: "values", screen: ["record", "map"], look: values },
  { code: "diet", screen: ["record", "map"], look: diet },
  { code: "quarantine", screen: ["data", "quarantine"], look: quarantine },
  { code: "retention", screen: ["record", "retention"], look: retention },
  { code: "tables", screen: ["record", "retention"], look: tables },
  { code: "sweep", screen: ["record", "retention"], look: sweep },
  { code: "requests", screen: ["record", "requests"], look: requests },
  { code: "erasures", screen: ["record", "certificates"], look: erasures },
  { code: "incidents", screen: ["record", "governance", "incidents"], look: incidents },
  { code: "record", screen: ["record", "timeline"], look: record },
  { code: "backups", screen: ["record", "vault"], look: backups },
  { code: "damaged", screen: ["record", "vault"], look: damaged },
  { code: "oldPassphrase", screen: ["record", "vault"], look: oldPassphrase },
  { code: "recovery", screen: ["record", "vault"], look: recovery },
  { code: "autoLock", screen: ["record", "vault"], look: autoLock },
  { code: "models", screen: ["predict", "lifetime"], look: models },
  { code: "modelAge", screen: ["predict", "lifetime"], look: modelAge },
  { code: "oversight", screen: ["record", "governance", "roles"], look: oversight },
  { code: "sending", screen: ["record", "governance", "guideline"], look: sending },
  { code: "register", screen: ["record", "governance", "register"], look: documentCheck("register") },
  { code: "notice", screen: ["record", "governance", "notice"], look: documentCheck("notice") },
  { code: "assessment", screen: ["record", "governance", "assessment"], look: documentCheck("assessment") },
  { code: "guideline", screen: ["record", "governance", "guideline"], look: guideline },
];

function daysSince(at: string, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / DAY));
}

function firm({ facts: { firm: said } }: Looked): Finding {
  const empty = Object.values(said).filter((text) => text === "").length;
  if (said.name === "" || said.contact === "") return { verdict: "missing" };
  return empty === 0 ? { verdict: "ok" } : { verdict: "look", facts: { empty } };
}

function roles({ facts }: Looked): Finding {
  const wanted = ["owner", "privacy_officer", "request_contact", "security"] as const;
  const named = wanted.filter((role) => holderOf(facts, role) !== undefined).length;
  const found = { named, wanted: wanted.length };
  if (named === 0) return { verdict: "missing", facts: found };
  return { verdict: named === wanted.length ? "ok" : "look", facts: found };
}

function sources({ facts }: Looked): Finding {
  const all = facts.map.sources.length;
  const answered = facts.map.sources.filter(
    ({ name }) =>
      holderOf(facts, "source_owner", name) !== undefined &&
      holderOf(facts, "source_steward", name) !== undefined,
  ).length;
  if (all === 0) return { verdict: "ok", variant: "none" };
  const found = { all, answered };
  if (answered === 0) return { verdict: "missing", facts: found };
  return { verdict: answered === all ? "ok" : "look", facts: found };
}

function packs({ facts }: Looked): Finding {
  const count = facts.packs.length;
  if (count === 0) return { verdict: "missing" };
  const older = facts.packs.filter(({ pack }) =>
    programPacks.some(({ id, version }) => id === pack.id && version > pack.version),
  ).length;
  return older === 0 ? { verdict: "ok", facts: { count } } : { verdict: "look", facts: { count, older } };
}

function wordings({ facts }: Looked): Finding {
  const granted = facts.wordings.reduce((sum, one) => sum + one.granted, 0);
  const without = facts.wordings.reduce((sum, one) => sum + one.without, 0);
  if (granted === 0) return { verdict: "ok", variant: "none" };
  if (without === 0) return { verdict: "ok", facts: { granted } };
  return { verdict: without === granted ? "missing" : "look", facts: { granted, without } };
}

/** Tables nobody declared, and fields without a purpose. */
function classified({ facts, db }: Looked): Finding {
  const declared = new Set<string>(catalogueTables().map(([table]) => table));
  const unknown = db
    .rows<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .filter(({ name }) => !declared.has(name)).length;
  const fields = heldFields(facts);
  const without = fields.filter(({ purposes }) => purposes.length === 0).length;
  const found = { fields: fields.length, open: unknown + without };
  return { verdict: found.open === 0 ? "ok" : "missing", facts: found };
}

function special({ facts }: Looked): Finding {
  const kept = heldFields(facts).filter((field) => field.class === "special_category");
  const found = { fields: kept.length, refused: facts.map.refused.length };
  return { verdict: kept.length === 0 ? "ok" : "look", facts: found };
}

function values({ facts }: Looked): Finding {
  const fields = heldFields(facts);
  const without = fields.filter(({ gaps }) => gaps.includes("no-value")).length;
  const said = fields.filter(({ value }) => value !== "").length;
  if (without === 0) return { verdict: "ok", facts: { said } };
  return { verdict: said === 0 ? "missing" : "look", facts: { without, said } };
}

function diet({ facts }: Looked): Finding {
  const drop = facts.diet.fields.filter(({ advice }) => advice === "drop").length;
  return { verdict: drop === 0 ? "ok" : "look", facts: { drop } };
}

function quarantine({ db }: Looked): Finding {
  const rows = db.count("SELECT count(*) FROM quarantine WHERE state = 'waiting'");
  return { verdict: rows === 0 ? "ok" : "look", facts: { rows } };
}

function retention({ facts }: Looked): Finding {
  const rules = facts.retention.length;
  return { verdict: rules > 0 ? "ok" : "missing", facts: { rules } };
}

function tables({ facts }: Looked): Finding {
  const without = tablesWithoutRule(facts).length;
  return { verdict: without === 0 ? "ok" : "look", facts: { without } };
}

/** When the rules ran: the one that waits longest says it. */
function sweep({ facts, now }: Looked): Finding {
  const runs = [...facts.retention, ...facts.keep].map(({ lastRunAt }) => lastRunAt);
  if (runs.length === 0) return { verdict: "missing", variant: "none" };
  const never = runs.filter((at) => at === undefined).length;
  if (never > 0) return { verdict: "look", variant: "never", facts: { never } };
  const days = Math.max(...runs.map((at) => daysSince(at ?? "", now)));
  return { verdict: days <= RUN_DAYS ? "ok" : "look", facts: { days } };
}

function requests({ requests: all }: Looked): Finding {
  const open = all.filter(({ outcome }) => outcome === undefined);
  const overdue = open.filter(({ daysLeft = 0 }) => daysLeft < 0).length;
  const soon = open.filter(({ daysLeft = 0 }) => daysLeft >= 0 && daysLeft <= 7).length;
  const found = { open: open.length, overdue, soon };
  if (overdue > 0) return { verdict: "missing", facts: found };
  return { verdict: soon > 0 ? "look" : "ok", facts: found };
}

/** Certificates whose search found something, or was never made. */
function erasures({ db }: Looked): Finding {
  const count = db.count("SELECT count(*) FROM certificates");
  const open = db.count(
    "SELECT count(*) FROM certificates WHERE coalesce(json_extract(document, '$.search.hits'), 1) > 0",
  );
  return { verdict: open === 0 ? "ok" : "missing", facts: { count, open } };
}

function incidents({ incidents: all }: Looked): Finding {
  const open = all.filter(({ state }) => state !== "closed");
  const overdue = open.filter(({ duties }) =>
    duties.some((duty) => duty.overdue && duty.required === "yes"),
  ).length;
  const found = { open: open.length, overdue, all: all.length };
  if (overdue > 0) return { verdict: "missing", facts: found };
  return { verdict: open.length > 0 ? "look" : "ok", facts: found };
}

function record({ record: { intact, lines, firstBad = 0 } }: Looked): Finding {
  return intact ? { verdict: "ok", facts: { lines } } : { verdict: "missing", facts: { line: firstBad } };
}

function backups({ facts, now }: Looked): Finding {
  const newest = facts.backups.find(({ state }) => state === "sound");
  if (newest === undefined) return { verdict: "missing", facts: { count: facts.backups.length } };
  const days = daysSince(newest.at, now);
  return { verdict: days <= BACKUP_DAYS ? "ok" : "look", facts: { days } };
}

function damaged({ facts }: Looked): Finding {
  const bad = facts.backups.filter(({ state }) => state === "damaged" || state === "unvouched").length;
  return { verdict: bad === 0 ? "ok" : "look", facts: { bad, count: facts.backups.length } };
}

function oldPassphrase({ facts }: Looked): Finding {
  const old = facts.backups.filter(({ earlierPassphrase }) => earlierPassphrase).length;
  return { verdict: old === 0 ? "ok" : "look", facts: { old } };
}

/** A recovery code is the key itself: a new passphrase makes the paper worthless. */
function recovery({ lastAct }: Looked): Finding {
  const made = lastAct("recovery-kit");
  const changed = lastAct("passphrase-changed");
  if (made === undefined) return { verdict: "missing" };
  return (changed?.seq ?? 0) > made.seq
    ? { verdict: "missing", variant: "worthless" }
    : { verdict: "ok", facts: { at: made.at.slice(0, 10) } };
}

function autoLock({ facts: { autoLock: minutes } }: Looked): Finding {
  return { verdict: minutes > 0 ? "ok" : "look", facts: { minutes } };
}

function models({ facts }: Looked): Finding {
  const inUse = facts.models.filter(({ scored }) => scored > 0);
  const refused = inUse.filter(({ verdict }) => verdict === "do-not-use").length;
  const care = inUse.filter(({ verdict }) => verdict === "use-with-care").length;
  const found = { models: inUse.length, refused, care };
  if (refused > 0) return { verdict: "missing", facts: found };
  if (care > 0) return { verdict: "look", facts: found };
  return inUse.length === 0 ? { verdict: "ok", variant: "none" } : { verdict: "ok", facts: found };
}

function modelAge({ facts, now }: Looked): Finding {
  const old = facts.models.filter(({ at }) => daysSince(at, now) > MODEL_DAYS).length;
  const retrain = facts.models.filter((model) => model.retrain).length;
  const found = { old, retrain, models: facts.models.length };
  return { verdict: old + retrain === 0 ? "ok" : "look", facts: found };
}

function oversight({ facts }: Looked): Finding {
  if (holderOf(facts, "ai_oversight") !== undefined) return { verdict: "ok" };
  return facts.models.length === 0
    ? { verdict: "ok", variant: "none" }
    : { verdict: "missing", facts: { models: facts.models.length } };
}

/**
 * Lists left, and the two questions of the guideline (how will they feel, is it fair) were neither weighed at the release, where it is said
 * what being on the list means, nor handed to whoever sends.
 */
function sending({ facts, db, written }: Looked): Finding {
  const lists = rowReleases(facts).length;
  if (lists === 0) return { verdict: "ok", variant: "none" };
  const without = db.count(
    `SELECT count(*) FROM releases WHERE kind = 'consented' AND state = 'released'
     AND json_extract(manifest, '$.sending.effect') IS NULL`,
  );
  const weighed = without === 0 || written("guideline") !== undefined;
  return { verdict: weighed ? "ok" : "look", facts: { lists, without } };
}

/** Acts after which documents about the vault say something else than it does. */
const changing = [
  "imported",
  "import-undone",
  "save-retention",
  "keep-rule-saved",
  "release-consented",
  "policy-applied",
  "firm-described",
  "role-given",
  "field-value-saved",
  "source-labelled",
  "special-category-kept",
  "fit-lifetime",
  "fit-churn",
  "fit-groups",
  "fit-propensity",
];

function documentCheck(document: string): Check["look"] {
  return ({ facts, now, written, lastAct }) => {
    const last = written(document);
    if (last === undefined)
      return facts.people === 0 ? { verdict: "ok", variant: "none" } : { verdict: "missing" };
    const at = last.at.slice(0, 10);
    const since = changing.filter((action) => (lastAct(action)?.seq ?? 0) > last.seq).length;
    if (since > 0) return { verdict: "look", facts: { at } };
    return daysSince(last.at, now) > DOCUMENT_DAYS
      ? { verdict: "look", variant: "old", facts: { at } }
      : { verdict: "ok", facts: { at } };
  };
}

const guidelineWritten = documentCheck("guideline");

function guideline(looked: Looked): Finding {
  return looked.facts.models.length === 0 ? { verdict: "ok", variant: "none" } : guidelineWritten(looked);
}
