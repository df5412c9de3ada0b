import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import { autoLockMinutes, type AutoLockMinutes } from "../../../../workers/terms/vault.ts";
import { Asked, Card, ConfirmDialog, FaultNotice, Select } from "../../../components/index.ts";
import { useSession } from "../../../state/session.ts";
import { toast } from "../../../state/toasts.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";

/** After how long without input the vault locks itself. */
export function LockSection(): ReactElement {
  const { t } = useTranslation("keys");
  const settings = useVaultQuery("vaultSettings", {}, ["vault"]);
  const systemIdle = useSession((session) => session.host?.systemIdle ?? false);
  const [confirming, setConfirming] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const save = async (autoLock: AutoLockMinutes): Promise<void> => {
    const saved = await vaultApi().saveVaultSettings({ autoLock });
    setFault(saved.ok ? undefined : saved.error);
    if (saved.ok) toast("ok", t("lockSaved"));
  };
  return (
    <Card title={t("lockTitle")}>
      <p>{t("lockText")}</p>
      {fault && <FaultNotice fault={fault} />}
      <Asked query={settings}>
        {({ autoLock }) => (
          <Select
            label={t("idle")}
            hint={t(systemIdle ? "idleSystem" : "idleWindow")}
            value={String(autoLock)}
            options={autoLockMinutes.map((minutes) => ({
              value: String(minutes),
              label: minutes === 0 ? t("never") : t("minutes", { minutes }),
            }))}
            onChange={(chosen) => {
              const minutes = autoLockMinutes.find((one) => String(one) === chosen);
              if (minutes === 0) setConfirming(true);
              else if (minutes !== undefined && minutes !== autoLock) void save(minutes);
            }}
          />
        )}
      </Asked>
      <ConfirmDialog
        title={t("neverTitle")}
        action={t("neverAction")}
        dangerous
        open={confirming}
        onConfirm={() => void save(0)}
        onClose={() => setConfirming(false)}
      >
        <p>{t("neverText")}</p>
      </ConfirmDialog>
    </Card>
  );
}
