import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../workers/base/fault.ts";
import { Button, FaultNotice, TextField } from "../../components/index.ts";
import { hasDialogs, pickFolder } from "./folder.ts";

/** The folder the files go to: chosen in the system's dialog, or typed where there is none. */
export function FolderField({
  folder,
  onChange,
}: {
  readonly folder: string;
  readonly onChange: (folder: string) => void;
}): ReactElement {
  const { t } = useTranslation("left");
  const [fault, setFault] = useState<Fault>();
  if (!hasDialogs())
    return <TextField label={t("folder")} hint={t("folderHint")} value={folder} onChange={onChange} />;
  const pick = async (): Promise<void> => {
    const picked = await pickFolder();
    setFault(picked.ok ? undefined : picked.error);
    if (picked.ok && picked.value !== undefined) onChange(picked.value);
  };
  return (
    <div className="stack-tight">
      <span className="field-label">{t("folder")}</span>
      <span className="mono">{folder}</span>
      <div>
        <Button icon="folder" onPress={() => void pick()}>
          {t("chooseFolder")}
        </Button>
      </div>
      {fault && <FaultNotice fault={fault} />}
    </div>
  );
}
