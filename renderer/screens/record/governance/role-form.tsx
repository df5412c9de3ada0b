import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import type { GovernanceRole, RoleHolder } from "../../../../workers/terms/governance.ts";
import { Button, Dialog, FaultNotice, TextField } from "../../../components/index.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";

/** Gives a role to somebody; without a name, nobody holds it. */
export function RoleForm({
  role,
  source,
  title,
  holder,
  onClose,
}: {
  readonly role: GovernanceRole;
  readonly source: string;
  readonly title: string;
  readonly holder: RoleHolder | undefined;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("governance");
  const [name, setName] = useState(holder?.name ?? "");
  const [post, setPost] = useState(holder?.post ?? "");
  const [contact, setContact] = useState(holder?.contact ?? "");
  const [fault, setFault] = useState<Fault>();
  const save = async (): Promise<void> => {
    const saved = await vaultApi().saveRole({
      role,
      name,
      post,
      contact,
      ...(source === "" ? {} : { source }),
    });
    if (!saved.ok) {
      setFault(saved.error);
      return;
    }
    toast("ok", t("saved"));
    onClose();
  };
  return (
    <Dialog title={title} open onClose={onClose}>
      <div className="stack-tight">
        <TextField label={t("holderName")} value={name} onChange={setName} hint={t("holderNameHint")} />
        <TextField label={t("holderPost")} value={post} onChange={setPost} />
        <TextField
          label={t("holderContact")}
          value={contact}
          onChange={setContact}
          hint={t("holderContactHint")}
        />
        {fault && <FaultNotice fault={fault} />}
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("cancel")}</Button>
        <Button kind="primary" icon="check" onPress={() => void save()}>
          {t("saveRole")}
        </Button>
      </div>
    </Dialog>
  );
}
