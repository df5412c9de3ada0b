import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Button, Card, FaultNotice, Notice } from "../../../components/index.ts";
import { draftName, type Draft } from "./draft.ts";
import { OutcomeFigures } from "./outcome-figures.tsx";
import type { ImportRun } from "./use-import-run.ts";

/** Step 4: what the import would do, counted by doing it and taking it back; then the import itself. */
export function CheckStep({
  run,
  left,
  onBack,
  onDone,
}: {
  readonly run: ImportRun;
  /** Files that cannot be read and are left out. */
  readonly left: number;
  /** With a key, to that file. */
  readonly onBack: (key?: string) => void;
  readonly onDone: () => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const { busy, files, checked, good } = run;
  const out = left + checked.length - good.length;
  return (
    <>
      <Notice tone="info" title={t("nothingStoredTitle")}>
        <p>{t("nothingStored")}</p>
        {files.length > 1 && <p>{t("countedApart")}</p>}
        {out > 0 && <p>{t("leftOut", { files: out })}</p>}
      </Notice>
      {checked.map((draft) => (
        <CheckedFile
          key={draft.key}
          draft={draft}
          idle={busy === undefined}
          onMend={onBack}
          onConfirm={() => void run.confirmJoin(draft)}
        />
      ))}
      <div className="row">
        <Button isDisabled={busy !== undefined} onPress={() => onBack()}>
          {t("back")}
        </Button>
        <Button isDisabled={busy !== undefined} icon="redo" onPress={() => void run.check(true)}>
          {t("checkAgain")}
        </Button>
        <Button
          kind="primary"
          icon="data"
          isDisabled={busy !== undefined || good.length === 0 || checked.length < files.length}
          // When nothing came in, everything chosen stays where it was.
          onPress={() => void run.importGood().then((cameIn) => cameIn && onDone())}
        >
          {busy === "importing"
            ? t("importing")
            : t("importNow", { count: busy === "checking" ? files.length : good.length })}
        </Button>
        <span className="note" role="status">
          {busy !== undefined && t(busy === "checking" ? "checking" : "importingNote")}
        </span>
      </div>
    </>
  );
}

function CheckedFile({
  draft,
  idle,
  onMend,
  onConfirm,
}: {
  readonly draft: Draft;
  readonly idle: boolean;
  readonly onMend: (key: string) => void;
  readonly onConfirm: () => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const outcome = draft.check?.outcome;
  return (
    <Card title={draftName(draft)}>
      {idle && draft.done?.ok === false && <FaultNotice fault={draft.done.error} />}
      {outcome?.ok === true && <OutcomeFigures outcome={outcome.value} />}
      {outcome?.ok === false && (
        <FaultNotice
          fault={outcome.error}
          actions={
            outcome.error.code === "join-not-confirmed" ? (
              <Button isDisabled={!idle} onPress={onConfirm}>
                {t("confirmJoin")}
              </Button>
            ) : (
              <Button onPress={() => onMend(draft.key)}>{t("mendMeaning")}</Button>
            )
          }
        />
      )}
    </Card>
  );
}
