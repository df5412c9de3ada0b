import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { KeychainStatus } from "../../../../main/contract.ts";
import type { Fault } from "../../../../workers/base/fault.ts";
import { Button, Card, Dialog, FaultNotice, Notice } from "../../../components/index.ts";
import { addToKeychain, dropFromKeychain, keychainStatus } from "../../../state/own-keys.ts";
import { toast } from "../../../state/toasts.ts";
import { AskAgain } from "./ask-again.tsx";

/** Whether the system's keychain opens the vault; where it cannot be trusted with that, why not. */
export function KeychainSection(): ReactElement {
  const { t } = useTranslation("keys");
  const [status, setStatus] = useState<KeychainStatus>();
  const [fault, setFault] = useState<Fault>();
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState(0);
  const look = (): void => setAsked((count) => count + 1);
  useEffect(() => {
    void keychainStatus().then((answer) => {
      if (answer.ok) setStatus(answer.value);
      else setFault(answer.error);
    });
  }, [asked]);
  const drop = async (): Promise<void> => {
    const dropped = await dropFromKeychain();
    setFault(dropped.ok ? undefined : dropped.error);
    if (dropped.ok) toast("ok", t("keychainDropped"));
    look();
  };
  return (
    <Card title={t("keychainTitle")}>
      <p>{t("keychainText")}</p>
      {fault && <FaultNotice fault={fault} />}
      {status?.reason && (
        <Notice tone={status.available ? "warn" : "info"}>
          <p>{t(`keychainNot.${status.reason}`)}</p>
        </Notice>
      )}
      {status?.stored && <p>{t("keychainOn")}</p>}
      {status?.available && (
        <div className="row">
          {!status.stored && (
            <Button icon="unlock" onPress={() => setAsking(true)}>
              {t("keychainAdd")}
            </Button>
          )}
          {(status.stored || status.reason === "changed") && (
            <Button icon="trash" onPress={() => void drop()}>
              {t("keychainDrop")}
            </Button>
          )}
        </div>
      )}
      <Dialog title={t("keychainAdd")} open={asking} onClose={() => setAsking(false)}>
        <AskAgain
          action={t("keychainAdd")}
          call={addToKeychain}
          onDone={() => {
            setAsking(false);
            toast("ok", t("keychainAdded"));
            look();
          }}
          onClose={() => setAsking(false)}
        />
      </Dialog>
    </Card>
  );
}
