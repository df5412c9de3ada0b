import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import { Button, Dialog, FaultNotice } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";
import { FolderField } from "../../release/folder-field.tsx";
import { defaultFolder, settleFolder } from "../../release/folder.ts";

/** Writes places and reasons of one import's rows for whoever owns its source. */
export function ReportButton({
  importId,
  file,
}: {
  readonly importId: number;
  readonly file: string;
}): ReactElement {
  const { t } = useTranslation("quarantine");
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button icon="file" onPress={() => setAsking(true)}>
        {t("report")}
      </Button>
      {asking && <ReportDialog importId={importId} file={file} onClose={() => setAsking(false)} />}
    </>
  );
}

function ReportDialog({
  importId,
  file,
  onClose,
}: {
  readonly importId: number;
  readonly file: string;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("quarantine");
  const words = useWords();
  const format = useFormat();
  const [folder, setFolder] = useState(defaultFolder);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const write = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    const settled = await settleFolder(folder);
    const report = settled.ok
      ? await vaultApi().reportQuarantine({ importId, folder: settled.value, language: words.language })
      : settled;
    setBusy(false);
    if (!report.ok) {
      setFault(report.error);
      return;
    }
    toast("ok", t("reported", { rows: format.count(report.value.rows) }));
    onClose();
  };
  return (
    <Dialog title={t("reportTitle", { file })} open onClose={onClose}>
      <div className="stack-tight">
        <p>{t("reportText")}</p>
        <FolderField folder={folder} onChange={setFolder} />
        {fault && <FaultNotice fault={fault} />}
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("cancel")}</Button>
        <Button kind="primary" icon="file" isDisabled={busy} onPress={() => void write()}>
          {t("reportWrite")}
        </Button>
      </div>
    </Dialog>
  );
}
