import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";
import { FolderDialog } from "../../release/folder-dialog.tsx";

/** Asks for a folder and writes the certificate there. */
export function SaveCertificate({
  number,
  onClose,
}: {
  readonly number: string;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("certificates");
  const { language } = useWords();
  return (
    <FolderDialog
      title={t("saveTitle")}
      action={t("saveNow")}
      write={(folder) => vaultApi().saveCertificate({ number, folder, language })}
      onWritten={() => toast("ok", t("saved"))}
      onClose={onClose}
    >
      <p>{t("saveText")}</p>
    </FolderDialog>
  );
}
