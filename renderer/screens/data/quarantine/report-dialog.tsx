import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";
import { FolderDialog } from "../../release/folder-dialog.tsx";

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
  return (
    <FolderDialog
      title={t("reportTitle", { file })}
      action={t("reportWrite")}
      write={(folder) => vaultApi().reportQuarantine({ importId, folder, language: words.language })}
      onWritten={({ rows }) => toast("ok", t("reported", { rows: format.count(rows) }))}
      onClose={onClose}
    >
      <p>{t("reportText")}</p>
    </FolderDialog>
  );
}
