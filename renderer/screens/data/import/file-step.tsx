import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Button, Card, FaultNotice, FileDrop, IconButton } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { draftName, type Draft } from "./draft.ts";
import { DraftState } from "./file-bar.tsx";
import { presetKey } from "./preset-key.ts";
import type { Drafts } from "./use-drafts.ts";

/** Kinds of file the gate reads. */
const kinds = [".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".jsonl", ".ndjson", ".json", ".zip"];

/** Step 1: choose or drop the files. */
export function FileStep({
  drafts,
  onNext,
}: {
  readonly drafts: Drafts;
  readonly onNext: () => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const files = drafts.drafts;
  const readable = files.filter((draft) => draft.preview !== undefined && draft.fault === undefined);
  return (
    <>
      <FileDrop
        label={t("dropHere")}
        hint={t("dropHint")}
        action={files.length === 0 ? t("chooseFiles") : t("addFiles")}
        accept={kinds}
        multiple
        kind={files.length === 0 ? "primary" : "plain"}
        onFiles={drafts.add}
      />
      {files.length > 0 && (
        <Card title={t("chosenFiles")}>
          <ul className="file-list">
            {files.map((draft) => (
              <ChosenFile key={draft.key} draft={draft} onRemove={() => drafts.remove(draft.key)} />
            ))}
          </ul>
        </Card>
      )}
      {files.length > 0 && (
        <div className="row">
          <Button kind="primary" isDisabled={readable.length === 0} onPress={onNext}>
            {t("toReading")}
          </Button>
          {readable.length > 0 && readable.length < files.length && (
            <span className="note">{t("someUnreadable")}</span>
          )}
        </div>
      )}
    </>
  );
}

function ChosenFile({
  draft,
  onRemove,
}: {
  readonly draft: Draft;
  readonly onRemove: () => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const format = useFormat();
  return (
    <li className="stack-tight">
      <div className="row-apart">
        <span className="row">
          <strong>{draftName(draft)}</strong>
          <span className="muted">{format.bytes(draft.file.size)}</span>
          <DraftState draft={draft} />
          {draft.preview?.preset !== undefined && (
            <span className="note">
              {t("recognised", { tool: t(`preset.${presetKey(draft.preview.preset)}`) })}
            </span>
          )}
        </span>
        <IconButton icon="close" label={t("removeFile", { name: draftName(draft) })} onPress={onRemove} />
      </div>
      {draft.fault && <FaultNotice fault={draft.fault} />}
    </li>
  );
}
