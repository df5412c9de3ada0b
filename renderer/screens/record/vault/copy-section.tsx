import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import { Asked, Card, Checkbox, FaultNotice } from "../../../components/index.ts";
import { toast } from "../../../state/toasts.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";

/** Whether cells of people may be copied from the screen: off, and a release each time when on. */
export function CopySection(): ReactElement {
  const { t } = useTranslation("keys");
  const settings = useVaultQuery("vaultSettings", {}, ["vault"]);
  const [fault, setFault] = useState<Fault>();
  return (
    <Card title={t("copyTitle")}>
      <p>{t("copyText")}</p>
      {fault && <FaultNotice fault={fault} />}
      <Asked query={settings}>
        {({ autoLock, copyPeople = false }) => (
          <Checkbox
            isSelected={copyPeople}
            onChange={(on) => {
              void vaultApi()
                .saveVaultSettings({ autoLock, copyPeople: on })
                .then((saved) => {
                  setFault(saved.ok ? undefined : saved.error);
                  if (saved.ok) toast("ok", t(on ? "copyOnSaved" : "copyOffSaved"));
                });
            }}
          >
            {t("copyLabel")}
          </Checkbox>
        )}
      </Asked>
    </Card>
  );
}
