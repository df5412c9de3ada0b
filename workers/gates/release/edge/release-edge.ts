import { canonicalJson, type Json } from "../../../base/canonical-json.ts";
import { fault, type Outcome } from "../../../base/fault.ts";
import { unwatched, type JobControl } from "../../../base/job.ts";
import { ok } from "../../../base/result.ts";
import type { ChurnReport } from "../../../terms/churn.ts";
import type { KeptModel } from "../../../models/propensity/kept-model.ts";
import type { EdgeMissing, EdgePack, EdgePart, EdgePreview, EdgeRequest } from "../../../terms/edge-pack.ts";
import type { Workspace } from "../../../workspace.ts";
import { basisOf } from "../../use/permitted-people.ts";
import { populationOf } from "../aggregates/count-table.ts";
import type { Prepared } from "../files/carry-out.ts";
import type { Sha256 } from "../files/sha256.ts";
import { told, unfairComparisons } from "../decision/forecast-fairness.ts";
import { readHistory } from "../guard/history.ts";
import { modelWait } from "../guard/model-runs.ts";
import type { History, Telling, ToldRun } from "../guard/told.ts";
import { countOnes } from "../segments/evaluate.ts";
import { word } from "../words.ts";
import { edgeCard, type CardFound } from "./edge-card.ts";
import { edgeRules, type RulesFound } from "./edge-rules.ts";
import { edgeSegments, type SegmentsFound } from "./edge-segments.ts";

interface Found {
  readonly preview: EdgePreview;
  readonly k: number;
  readonly people: number;
  readonly telling: Telling;
}

/** The pack as it would leave, and the parts that could not be in it. Fault "bad-arguments". */
export function previewEdge(
  workspace: Workspace,
  request: EdgeRequest,
  sha256: Sha256,
  job: JobControl = unwatched,
): Outcome<EdgePreview> {
  const found = find(workspace, request, sha256, job);
  return found.ok ? ok(found.value.preview) : found;
}

/**
 * The pack made ready to leave: what may be told of each part, no identifier of anybody. Faults: "bad-arguments", "release-too-few" where
 * no part could be made, "model-no-run" where there is no model to make the card of, "release-unfair" where the card's forecast looked
 * unfair and no reason is written.
 */
export function prepareEdge(
  workspace: Workspace,
  request: EdgeRequest,
  sha256: Sha256,
  job: JobControl = unwatched,
): Outcome<Prepared> {
  const found = find(workspace, request, sha256, job);
  if (!found.ok) return found;
  const { preview, k, people, telling } = found.value;
  const { pack, missing, unfair } = preview;
  const { reason } = request;
  const parts = request.parts.filter((part) => pack[part] !== undefined);
  if (people < k || parts.length === 0)
    return missing.some(({ why }) => why === "model-no-run")
      ? fault("model-no-run")
      : fault("release-too-few", { k });
  if (unfair.length > 0 && reason === undefined)
    return fault("release-unfair", { groups: [...new Set(unfair.map(({ by }) => by))].join(", ") });
  const { bins, pairCells, products, rules, segments } = pack.proof.withheld;
  return ok({
    segment: {},
    parts: [new TextEncoder().encode(`${JSON.stringify(pack, null, 2)}\n`)],
    extension: "json",
    customers: new Int32Array(0),
    told: { telling, columns: workspace.columns() },
    facts: {
      kind: "edge",
      segment: word(request.language ?? "ja", "everybody"),
      purpose: "analytics",
      recipient: "self",
      basis: basisOf(workspace.vault, "analytics") ?? "consent",
      people,
      rows: (pack.card?.terms.length ?? 0) + (pack.rules?.length ?? 0) + (pack.segments?.length ?? 0),
      columns: parts,
      k,
      ...(unfair.length > 0 && reason !== undefined && { despite: { forecasts: unfair, reason } }),
      withheld: { bins: bins + pairCells, products: products + rules, segments },
    },
  });
}

interface CardOfRun extends CardFound {
  readonly report: ChurnReport;
  readonly run: ToldRun;
}

function find(workspace: Workspace, request: EdgeRequest, sha256: Sha256, job: JobControl): Outcome<Found> {
  job.progress({ phase: "tabulating", done: 0 });
  job.check();
  const { parts } = request;
  if (new Set(parts).size < parts.length) return fault("bad-arguments");
  const population = populationOf(workspace, request.k === undefined ? {} : { k: request.k });
  if (!population.ok) return population;
  const { mask, k } = population.value;
  const columns = workspace.columns();
  const history = readHistory(workspace.vault.db, columns);
  const missing: { part: EdgePart; why: EdgeMissing }[] = [];
  const kept = <T extends object>(part: EdgePart, found: T | EdgeMissing): T | undefined => {
    if (typeof found !== "string") return found;
    missing.push({ part, why: found });
    return undefined;
  };
  const card = parts.includes("card") ? kept("card", cardOf(workspace, history, k)) : undefined;
  const rules = parts.includes("rules")
    ? kept("rules", rulesOf(edgeRules(columns, mask, request.products, k, history, job)))
    : undefined;
  job.check();
  const segments = parts.includes("segments")
    ? kept("segments", segmentsOf(edgeSegments(workspace, request.segmentIds, mask, k)))
    : undefined;
  const runs = card === undefined ? {} : { runs: [card.run] };
  const nothing: Telling = {
    k,
    measures: ["people"],
    sets: [],
    withheld: [],
    cellOf: new Int32Array(columns.people.count).fill(-1),
    amounts: {},
  };
  return ok({
    k,
    people: countOnes(mask),
    telling: { ...(rules?.guarded.telling ?? nothing), ...runs },
    preview: {
      pack: packOf({ card, rules, segments }, k, history, sha256),
      missing,
      // A site may give a discount by the card, or leave people out.
      unfair: card === undefined ? [] : told(unfairComparisons(workspace.vault.db, "churn")),
    },
  });
}

function cardOf(workspace: Workspace, history: History, k: number): CardOfRun | EdgeMissing {
  const row = workspace.vault.db.first<{ id: number; report: string; document: string }>(
    `SELECT runs.id, report, document FROM runs JOIN run_models ON run_id = runs.id
     WHERE model = 'churn' ORDER BY runs.id DESC LIMIT 1`,
  );
  if (row === undefined) return "model-no-run";
  const report = JSON.parse(row.report) as ChurnReport;
  const found = edgeCard(JSON.parse(row.document) as KeptModel, k);
  if (found === undefined) return "model-no-run";
  const run: ToldRun = { model: "card", run: row.id, end: report.end };
  if (modelWait(history.releases, [run]) !== undefined) return "model-wait";
  if (report.learnt.people < k || found.card.terms.every(({ bins }) => bins.length < 2))
    return "nothing-large-enough";
  return { ...found, report, run };
}

function rulesOf(found: RulesFound): RulesFound | EdgeMissing {
  if (!found.guarded.verdict.safe) return "differencing";
  return found.rules.length === 0 ? "nothing-large-enough" : found;
}

function segmentsOf(found: SegmentsFound): SegmentsFound | EdgeMissing {
  return found.segments.length === 0 ? "nothing-large-enough" : found;
}

function packOf(
  {
    card,
    rules,
    segments,
  }: {
    readonly card: CardOfRun | undefined;
    readonly rules: RulesFound | undefined;
    readonly segments: SegmentsFound | undefined;
  },
  k: number,
  history: History,
  sha256: Sha256,
): EdgePack {
  const parts = {
    ...(card && {
      card: {
        predicts: "leaving" as const,
        horizonDays: card.report.horizonDays,
        end: card.report.end,
        ...card.card,
      },
    }),
    ...(rules && { rules: rules.rules }),
    ...(segments && { segments: segments.segments }),
  };
  return {
    format: "kurabito-edge-pack/1",
    ...parts,
    proof: {
      k,
      withheld: {
        bins: card?.bins ?? 0,
        pairCells: card?.pairCells ?? 0,
        products: rules?.products ?? 0,
        rules: rules?.pairs ?? 0,
        segments: segments?.left ?? 0,
      },
      differentialPrivacy: null,
      guardedAgainst: history.releases.length,
      sha256: Object.fromEntries(
        Object.entries(parts).map(([part, content]) => [
          part,
          // As the file will hold it: absent members are left out.
          sha256(canonicalJson(JSON.parse(JSON.stringify(content)) as Json)),
        ]),
      ),
    },
  };
}
