import { useState, type ReactElement, type ReactNode } from "react";
import type { Fault, Outcome } from "../../../workers/base/fault.ts";
import { useTranslation } from "react-i18next";
import { Button, Dialog, FaultNotice } from "../../components/index.ts";
import { FolderField } from "./folder-field.tsx";
import { defaultFolder, settleFolder } from "./folder.ts";

/** Asks where files go, writes them there, and says what went wrong if anything did. */
export function FolderDialog<T>({
  title,
  action,
  write,
  onWritten,
  onClose,
  children,
}: {
  readonly title: string;
  readonly action: string;
  readonly write: (folder: string) => Promise<Outcome<T>>;
  readonly onWritten: (value: T) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const { t } = useTranslation("kit");
  const [folder, setFolder] = useState(defaultFolder);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const run = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    const settled = await settleFolder(folder);
    const written = settled.ok ? await write(settled.value) : settled;
    setBusy(false);
    if (!written.ok) {
      setFault(written.error);
      return;
    }
    onClose();
    onWritten(written.value);
  };
  return (
    <Dialog title={title} open onClose={onClose}>
      <div className="stack-tight">
        {children}
        <FolderField folder={folder} onChange={setFolder} />
        {fault && <FaultNotice fault={fault} />}
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("cancel")}</Button>
        <Button kind="primary" icon="file" isDisabled={busy} onPress={() => void run()}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
