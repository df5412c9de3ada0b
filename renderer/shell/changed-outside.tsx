import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../workers/base/fault.ts";
import { Button } from "../components/button.tsx";
import { ConfirmDialog } from "../components/dialog.tsx";
import { FaultNotice, Notice } from "../components/notice.tsx";
import { lockVault } from "../state/lifecycle.ts";
import { vaultApi } from "../state/vault.ts";

/** Asks what becomes of a change when another program has written the vault's file: both cannot be kept in one place. */
export function ChangedOutside(): ReactElement {
  const { t } = useTranslation("shell");
  const [keeping, setKeeping] = useState(false);
  const [kept, setKept] = useState<string>();
  const [leaving, setLeaving] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const keep = async (): Promise<void> => {
    setKeeping(true);
    const copy = await vaultApi().saveConflictCopy({});
    setKeeping(false);
    setFault(copy.ok ? undefined : copy.error);
    if (copy.ok) setKept(copy.value.path);
  };
  return (
    <>
      <Notice
        tone="danger"
        title={t("conflictTitle")}
        live
        actions={
          <>
            {kept === undefined && (
              <Button kind="primary" icon="plus" isDisabled={keeping} onPress={() => void keep()}>
                {t("conflictKeep")}
              </Button>
            )}
            <Button
              kind={kept === undefined ? "danger" : "primary"}
              icon="lock"
              isDisabled={keeping}
              onPress={() => (kept === undefined ? setLeaving(true) : void lockVault())}
            >
              {t(kept === undefined ? "conflictLeave" : "conflictOpen")}
            </Button>
          </>
        }
      >
        <p>{kept === undefined ? t("conflictText") : t("conflictKept", { path: kept })}</p>
      </Notice>
      {fault && <FaultNotice fault={fault} />}
      <ConfirmDialog
        title={t("conflictLeave")}
        action={t("conflictLeaveNow")}
        dangerous
        open={leaving}
        onClose={() => setLeaving(false)}
        onConfirm={() => void lockVault()}
      >
        <p>{t("conflictLeaveText")}</p>
      </ConfirmDialog>
    </>
  );
}
