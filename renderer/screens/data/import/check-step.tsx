import { useCallback, useEffect, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { fault } from "../../../../workers/base/fault.ts";
import type { ImportOutcome } from "../../../../workers/terms/intake.ts";
import { Button, Card, FaultNotice, JobProgress, Notice } from "../../../components/index.ts";
import { useJob } from "../../../state/use-job.ts";
import { vaultApi } from "../../../state/vault.ts";
import { planOf, type Draft } from "./draft.ts";
import { OutcomeFigures } from "./outcome-figures.tsx";
import type { Drafts } from "./use-drafts.ts";

/** What makes a check stale: anything of the plan it was made for. */
function planKey(draft: Draft): string {
  return JSON.stringify(planOf(draft) ?? null);
}

/** Files that can be imported at all. */
function readable(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.filter((draft) => draft.preview !== undefined && draft.fault === undefined);
}

/** Step 4: what the import would do, counted by doing it and taking it back; then the import itself. */
export function CheckStep({
  drafts,
  onBack,
  onDone,
}: {
  readonly drafts: Drafts;
  /** With a key, to that file. */
  readonly onBack: (key?: string) => void;
  readonly onDone: () => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const job = useJob<ImportOutcome>();
  const [busy, setBusy] = useState<"checking" | "importing">();
  const files = readable(drafts.drafts);
  const checked = files.filter((draft) => draft.check?.plan === planKey(draft));
  const good = checked.filter((draft) => draft.check?.outcome.ok === true);
  const left = drafts.drafts.length - files.length + (checked.length - good.length);
  const { change } = drafts;
  const { start } = job;

  const checkAll = useCallback(
    async (some: readonly Draft[]): Promise<void> => {
      setBusy("checking");
      for (const draft of some) {
        const plan = planOf(draft);
        if (!plan) continue;
        const outcome = await start(t("checkingFile", { name: draft.file.name }), (ticket) =>
          vaultApi().importFile({ file: draft.file, name: draft.file.name, plan, dryRun: true, job: ticket }),
        );
        change(draft.key, { check: { plan: planKey(draft), outcome } });
        if (!outcome.ok && outcome.error.code === "cancelled") break;
      }
      setBusy(undefined);
    },
    [start, change, t],
  );

  const importAll = async (): Promise<void> => {
    setBusy("importing");
    let stopped = false;
    for (const draft of good) {
      const plan = planOf(draft);
      if (!plan) continue;
      const outcome = stopped
        ? fault("cancelled")
        : await start(t("importingFile", { name: draft.file.name }), (ticket) =>
            vaultApi().importFile({ file: draft.file, name: draft.file.name, plan, job: ticket }),
          );
      if (!outcome.ok && outcome.error.code === "cancelled") stopped = true;
      change(draft.key, { done: outcome });
    }
    setBusy(undefined);
    onDone();
  };

  // Arriving here is asking for the check; what was checked under the same plan is not checked again.
  const arrived = useRef(false);
  useEffect(() => {
    if (arrived.current) return;
    arrived.current = true;
    const stale = files.filter((draft) => draft.check?.plan !== planKey(draft));
    if (stale.length > 0) void checkAll(stale);
  }, [checkAll, files]);

  return (
    <>
      <Notice tone="info" title={t("nothingStoredTitle")}>
        <p>{t("nothingStored")}</p>
        {files.length > 1 && <p>{t("countedApart")}</p>}
        {left > 0 && <p>{t("leftOut", { files: left })}</p>}
      </Notice>
      {job.job && (
        <Card>
          <JobProgress job={job.job} />
        </Card>
      )}
      {checked.map((draft) => (
        <Card key={draft.key} title={draft.file.name}>
          {draft.check?.outcome.ok === true ? (
            <OutcomeFigures outcome={draft.check.outcome.value} />
          ) : (
            draft.check && (
              <FaultNotice
                fault={draft.check.outcome.error}
                actions={<Button onPress={() => onBack(draft.key)}>{t("mendMeaning")}</Button>}
              />
            )
          )}
        </Card>
      ))}
      <div className="row">
        <Button isDisabled={busy !== undefined} onPress={() => onBack()}>
          {t("back")}
        </Button>
        <Button isDisabled={busy !== undefined} icon="redo" onPress={() => void checkAll(files)}>
          {t("checkAgain")}
        </Button>
        <Button
          kind="primary"
          icon="data"
          isDisabled={busy !== undefined || good.length === 0 || checked.length < files.length}
          onPress={() => void importAll()}
        >
          {busy === "importing" ? t("importing") : t("importNow", { count: good.length })}
        </Button>
        {busy === "checking" && (
          <span className="note" role="status">
            {t("checking")}
          </span>
        )}
      </div>
    </>
  );
}
