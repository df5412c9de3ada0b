import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import { Button, Dialog, FaultNotice } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";
import { FolderField } from "../../release/folder-field.tsx";
import { defaultFolder, settleFolder } from "../../release/folder.ts";

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
  const [folder, setFolder] = useState(defaultFolder);
  const [writing, setWriting] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const save = async (): Promise<void> => {
    setWriting(true);
    setFault(undefined);
    const settled = await settleFolder(folder);
    const saved = settled.ok
      ? await vaultApi().saveCertificate({ number, folder: settled.value, language })
      : settled;
    setWriting(false);
    if (!saved.ok) {
      setFault(saved.error);
      return;
    }
    toast("ok", t("saved"));
    onClose();
  };
  return (
    <Dialog title={t("saveTitle")} open onClose={onClose}>
      <div className="stack-tight">
        <p>{t("saveText")}</p>
        <FolderField folder={folder} onChange={setFolder} />
        {fault && <FaultNotice fault={fault} />}
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("cancel")}</Button>
        <Button kind="primary" icon="file" isDisabled={writing} onPress={() => void save()}>
          {t("saveNow")}
        </Button>
      </div>
    </Dialog>
  );
}
