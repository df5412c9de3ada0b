import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { BackupInfo } from "../../../terms/backup.ts";
import type { DataDiet } from "../../../terms/data-diet.ts";
import type { DataMap, MapField } from "../../../terms/data-map.ts";
import type { Firm, ModelInUse, RoleHolder } from "../../../terms/governance.ts";
import type { KeepRuleEntry } from "../../../terms/keep-rules.ts";
import type { RetentionEntry } from "../../../terms/keep.ts";
import { purposeCodes, type PurposeCode, type PurposeSummary } from "../../../terms/purpose.ts";
import type { ReleaseEntry } from "../../../terms/release.ts";
import type { Database } from "../../../vault/database.ts";
import { setting } from "../../../vault/settings.ts";
import type { Workspace } from "../../../workspace.ts";
import { listRetention } from "../../keep/retention.ts";
import { keepRules } from "../../keep/rules/stored-rules.ts";
import { readLedger } from "../../release/files/ledger.ts";
import { STANDS } from "../../use/append-consent.ts";
import { consentSummary } from "../../use/consents.ts";
import { dataMapMethods } from "../../use/data-map/index.ts";
import { storedPacks, type StoredPack } from "../in-force.ts";
import { readFirm, readHolders } from "./firm.ts";
import { modelsInUse } from "./models-in-use.ts";

/** What a vault does whose owner chose nothing: workers/keys.ts. */
const DEFAULT_AUTO_LOCK = 10;

/** How many statements of consent there are for a purpose, and how many of them without the text they were given under. */
interface WordingCount {
  readonly purpose: PurposeCode;
  readonly granted: number;
  readonly without: number;
}

/** Lists that meant a discount or an exclusion, and whether who was chosen was compared by groups before they left. */
interface WeighedLists {
  readonly lists: number;
  readonly compared: number;
  /** Of those compared: where a group was chosen more or less often than chance explains. */
  readonly unfair: number;
}

/** What documents about the vault are made of, read from it at one moment. Nothing in it is about one person. */
export interface Facts {
  readonly at: string;
  readonly vaultName: string;
  readonly sample: boolean;
  readonly firm: Firm;
  readonly holders: readonly RoleHolder[];
  readonly people: number;
  readonly map: DataMap;
  readonly purposes: readonly PurposeSummary[];
  /** Rows and figures that left, latest first. */
  readonly releases: readonly ReleaseEntry[];
  readonly retention: readonly RetentionEntry[];
  readonly keep: readonly KeepRuleEntry[];
  readonly packs: readonly StoredPack[];
  readonly models: readonly ModelInUse[];
  readonly segments: number;
  readonly wordings: readonly WordingCount[];
  readonly weighed: WeighedLists;
  readonly backups: readonly BackupInfo[];
  readonly recordLines: number;
  readonly certificates: number;
  /** Minutes until the vault locks itself; 0 for never. */
  readonly autoLock: number;
}

/** The facts with how well people can be told apart, which takes as long as all the rest: for who judges necessity. */
export interface FactsAndDiet extends Facts {
  readonly diet: DataDiet;
}

/** Reads the facts and the data diet. Faults: those of reading. */
export async function gatherFactsAndDiet(workspace: Workspace): Promise<Outcome<FactsAndDiet>> {
  const facts = await gatherFacts(workspace);
  if (!facts.ok) return facts;
  const diet = await dataMapMethods.dataDiet(workspace, {});
  return diet.ok ? ok({ ...facts.value, diet: diet.value }) : diet;
}

/** Reads the facts. Faults: those of reading. */
export async function gatherFacts(workspace: Workspace): Promise<Outcome<Facts>> {
  const { vault } = workspace;
  const map = await dataMapMethods.dataMap(workspace, {});
  if (!map.ok) return map;
  const purposes = await consentSummary(workspace);
  if (!purposes.ok) return purposes;
  const retention = await listRetention(workspace);
  if (!retention.ok) return retention;
  const backups = await vault.backups.list();
  const { db } = vault;
  const { name, sample } = vault.info();
  return ok({
    at: workspace.now().toISOString(),
    vaultName: name,
    sample,
    firm: readFirm(db),
    holders: readHolders(db),
    people: map.value.people,
    map: map.value,
    purposes: purposes.value,
    releases: readLedger(db).filter(({ state }) => state === "released"),
    retention: retention.value.filter(({ rule }) => rule.active),
    keep: keepRules(db).filter(({ rule }) => rule.active),
    packs: storedPacks(db),
    models: modelsInUse(db),
    segments: db.count("SELECT count(*) FROM segments"),
    wordings: wordingCounts(db),
    weighed: weighedLists(db),
    backups: backups.ok ? backups.value : [],
    recordLines: db.count("SELECT count(*) FROM record"),
    certificates: db.count("SELECT count(*) FROM certificates"),
    autoLock: Number(setting(db, "auto_lock_minutes") || DEFAULT_AUTO_LOCK),
  });
}

function wordingCounts(db: Database): readonly WordingCount[] {
  return db
    .rows<WordingCount>(
      `SELECT purpose, count(*) AS granted, count(*) - count(wording_id) AS without FROM consents
       WHERE state = 'granted' AND ${STANDS} GROUP BY purpose ORDER BY purpose`,
    )
    .filter(({ purpose }) => purposeCodes.includes(purpose));
}

function weighedLists(db: Database): WeighedLists {
  return (
    db.first<{ lists: number; compared: number; unfair: number }>(
      `SELECT count(*) AS lists, count(coalesce(json_extract(manifest, '$.sending.fairness'), json_extract(manifest, '$.sending.forecasts'))) AS compared,
         coalesce(sum(coalesce(instr(json_extract(manifest, '$.sending.fairness'), 'look-closer') > 0, 0)
           OR json_extract(manifest, '$.sending.forecasts') IS NOT NULL), 0) AS unfair
       FROM releases WHERE state = 'released' AND json_extract(manifest, '$.sending.effect') IN ('discount', 'exclusion')`,
    ) ?? { lists: 0, compared: 0, unfair: 0 }
  );
}

/** The fields of people the vault really holds something in, copies it works with left out. */
export function heldFields({ map }: Pick<Facts, "map">): readonly MapField[] {
  return map.fields.filter((field) => !field.working && field.filled > 0 && field.class !== "none");
}

/** Releases of people's rows to somebody, latest first. */
export function rowReleases({ releases }: Pick<Facts, "releases">): readonly ReleaseEntry[] {
  return releases.filter(({ kind }) => kind === "consented");
}

/** Whether the vault does anything for a purpose, and not only could. */
export function isPursued(facts: Facts, purpose: PurposeCode): boolean {
  if (facts.people === 0) return false;
  if (purpose === "service") return true;
  if (purpose === "analytics") return heldFields(facts).some(({ table }) => table === "orders");
  if (purpose === "profiling") return facts.models.length + facts.segments > 0;
  const summary = facts.purposes.find((one) => one.purpose === purpose);
  return (summary?.permitted ?? 0) > 0 || rowReleases(facts).some((release) => release.purpose === purpose);
}
