import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { GovernanceDocumentKind } from "../../../../workers/terms/governance.ts";
import { Button } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";
import { FolderDialog } from "../../release/folder-dialog.tsx";

/** A button that asks for a folder and writes documents there, in both languages. */
export function SaveDocuments({
  documents,
}: {
  readonly documents: readonly GovernanceDocumentKind[];
}): ReactElement {
  const { t } = useTranslation("governance");
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <div>
        <Button kind="primary" icon="file" onPress={() => setAsking(true)}>
          {t("write")}
        </Button>
      </div>
      {asking && (
        <FolderDialog
          title={t("writeTitle")}
          action={t("writeNow")}
          write={(folder) => vaultApi().writeGovernance({ documents: [...documents], folder })}
          onWritten={({ paths }) => toast("ok", t("written", { files: format.count(paths.length) }))}
          onClose={() => setAsking(false)}
        >
          <p>{t("writeText")}</p>
        </FolderDialog>
      )}
    </>
  );
}
