import { useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Fault, Outcome } from "../../../../workers/base/fault.ts";
import { Button, Dialog, FaultNotice, TextField } from "../../../components/index.ts";
import { toast } from "../../../state/toasts.ts";

/** An act on a person with the reason for it; the dialog closes once it is done and says so. */
export function ReasonDialog({
  title,
  action,
  done,
  act,
  onClose,
  children,
}: {
  readonly title: string;
  readonly action: string;
  readonly done: string;
  readonly act: (reason: string) => Promise<Outcome<unknown>>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const { t } = useTranslation("rights");
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const run = async (): Promise<void> => {
    setBusy(true);
    const outcome = await act(reason.trim().slice(0, 500));
    setBusy(false);
    if (!outcome.ok) {
      setFault(outcome.error);
      return;
    }
    toast("ok", done);
    onClose();
  };
  return (
    <Dialog title={title} open onClose={onClose}>
      <div className="stack-tight">
        {children}
        <TextField label={t("reason")} hint={t("reasonHint")} value={reason} onChange={setReason} />
        {fault && <FaultNotice fault={fault} />}
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("cancel")}</Button>
        <Button kind="primary" icon="check" isDisabled={busy} onPress={() => void run()}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
