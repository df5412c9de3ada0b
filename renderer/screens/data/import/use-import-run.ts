import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fault } from "../../../../workers/base/fault.ts";
import type { ImportOutcome } from "../../../../workers/terms/intake.ts";
import { useJob } from "../../../state/use-job.ts";
import { vaultApi } from "../../../state/vault.ts";
import { draftName, planOf, type Draft } from "./draft.ts";
import type { Drafts } from "./use-drafts.ts";

/** Checking and importing the files of the wizard, one after another. */
export interface ImportRun {
  readonly busy: "checking" | "importing" | undefined;
  /** Files that can be read. */
  readonly files: readonly Draft[];
  /** Of those, the ones checked under the plan they have now. */
  readonly checked: readonly Draft[];
  /** Of those, the ones that can come in. */
  readonly good: readonly Draft[];
  /** Counts what importing would do; by default for the files not checked yet. */
  readonly check: (all?: boolean) => Promise<void>;
  /** Imports the good files; true when at least one came in. */
  readonly importGood: () => Promise<boolean>;
  /** Says that people agreed to have data of a third party tied to themselves, and checks the file anew. */
  readonly confirmJoin: (draft: Draft) => Promise<void>;
}

/** What makes a check stale: anything of the plan it was made for. */
function planKey(draft: Draft): string {
  return JSON.stringify(planOf(draft) ?? null);
}

/** Runs the checks and the imports of the wizard's files; a cancel stops those that follow as well. */
export function useImportRun(drafts: Drafts): ImportRun {
  const { t } = useTranslation("import");
  const job = useJob<ImportOutcome>();
  const [busy, setBusy] = useState<ImportRun["busy"]>();
  const files = drafts.drafts.filter((draft) => draft.preview !== undefined && draft.fault === undefined);
  const checked = files.filter((draft) => draft.check?.plan === planKey(draft));
  const good = checked.filter((draft) => draft.check?.outcome.ok === true);

  const run = async (draft: Draft, dryRun: boolean) => {
    const plan = planOf(draft);
    if (!plan) return fault("file-unreadable");
    const { file } = draft;
    const label = t(dryRun ? "checkingFile" : "importingFile", { name: draftName(draft) });
    return job.start(label, (ticket) =>
      vaultApi().importFile({ file, name: file.name.slice(0, 255), plan, dryRun, job: ticket }),
    );
  };
  const check = async (all = false): Promise<void> => {
    setBusy("checking");
    for (const draft of all ? files : files.filter((one) => !checked.includes(one))) {
      const outcome = await run(draft, true);
      drafts.change(draft.key, { check: { plan: planKey(draft), outcome } });
      if (!outcome.ok && outcome.error.code === "cancelled") break;
    }
    setBusy(undefined);
  };
  const confirmJoin = async (draft: Draft): Promise<void> => {
    const sure = { ...draft, joinConfirmed: true };
    setBusy("checking");
    const outcome = await run(sure, true);
    drafts.change(draft.key, { joinConfirmed: true, check: { plan: planKey(sure), outcome } });
    setBusy(undefined);
  };
  const importGood = async (): Promise<boolean> => {
    setBusy("importing");
    let stopped = false;
    let cameIn = false;
    for (const draft of good) {
      const outcome = stopped ? fault("cancelled") : await run(draft, false);
      if (outcome.ok) cameIn = true;
      else if (outcome.error.code === "cancelled") stopped = true;
      drafts.change(draft.key, { done: outcome });
    }
    setBusy(undefined);
    return cameIn;
  };
  return { busy, files, checked, good, check, importGood, confirmJoin };
}
