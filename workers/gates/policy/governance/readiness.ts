import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { JobControl } from "../../../base/job.ts";
import type { Readiness, ReadinessCheck, ReadinessVerdict } from "../../../terms/governance.ts";
import type { Workspace } from "../../../workspace.ts";
import { readRequests } from "../../keep/rights/requests.ts";
import { dayOf } from "../../keep/last-activity.ts";
import { numbersIn } from "./assessment.ts";
import { gatherFactsAndDiet } from "./facts.ts";
import { readIncidents } from "./incidents.ts";
import { readinessChecks, type Looked } from "./readiness-checks.ts";
import type { GovernanceWords } from "./words.ts";

/**
 * The readiness checklist (capability 126): every question is answered by reading the vault, none by asking its owner. Each answer says what
 * was found and which screen mends it. Verifies the whole record; hears a cancel. Faults: `cancelled`, those of reading.
 */
export async function checkReadiness(
  workspace: Workspace,
  words: GovernanceWords,
  job: JobControl,
): Promise<Outcome<Readiness>> {
  const facts = await gatherFactsAndDiet(workspace);
  if (!facts.ok) return facts;
  const { db } = workspace.vault;
  const looked: Looked = {
    facts: facts.value,
    db,
    now: workspace.now(),
    record: workspace.vault.verifyRecord(job),
    requests: readRequests(db, dayOf(workspace.now())),
    incidents: readIncidents(workspace),
    lastAct: (action) =>
      db.first("SELECT seq, at FROM record WHERE action = ? ORDER BY seq DESC LIMIT 1", [action]),
    written: (document) =>
      db.first(
        `SELECT seq, at FROM record WHERE action = 'governance-written'
         AND instr(' ' || json_extract(payload, '$.documents') || ',', ' ' || ? || ',') > 0 ORDER BY seq DESC LIMIT 1`,
        [document],
      ),
  };
  const checks = readinessChecks.map(({ code, screen, look }): ReadinessCheck => {
    const { verdict, facts: found = {}, variant = verdict } = look(looked);
    return {
      code,
      verdict,
      screen,
      facts: found,
      question: words.say(`check.${code}.ask`),
      evidence: words.say(`check.${code}.${variant}`, numbersIn(found, words)),
    };
  });
  const count = (verdict: ReadinessVerdict): number =>
    checks.filter((check) => check.verdict === verdict).length;
  return ok({
    at: facts.value.at,
    ok: count("ok"),
    look: count("look"),
    missing: count("missing"),
    checks: [...checks].sort((a, b) => weight[a.verdict] - weight[b.verdict]),
  });
}

const weight: Readonly<Record<ReadinessVerdict, number>> = { missing: 0, look: 1, ok: 2 };
