import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import {
  consentStates,
  recipients,
  type ConsentState,
  type PurposeCode,
  type Recipient,
} from "../../../../workers/terms/purpose.ts";
import { Button, Choices, Dialog, FaultNotice, Select, TextField } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";

/** Notes what a customer said about one purpose, with the reason; the words said before stay in the history. */
export function SetConsent({
  customerId,
  purpose,
  now,
  onClose,
}: {
  readonly customerId: number;
  readonly purpose: PurposeCode;
  /** How the customer stands today. */
  readonly now: ConsentState;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("customer");
  const words = useWords();
  const [state, setState] = useState<ConsentState>(now);
  const [recipient, setRecipient] = useState<Recipient>(purpose === "ads_matching" ? "google_ads" : "self");
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const record = async (): Promise<void> => {
    setTried(true);
    if (note.trim() === "" || busy) return;
    setBusy(true);
    const done = await vaultApi().setConsent({
      customerId,
      purpose,
      recipient,
      state,
      note: note.trim().slice(0, 500),
    });
    setBusy(false);
    if (!done.ok) setFault(done.error);
    else {
      toast("ok", t("recorded"));
      onClose();
    }
  };
  return (
    <Dialog title={t("setTitle", { purpose: words.label("purpose", purpose) })} open onClose={onClose}>
      <Word state={state} recipient={recipient} onState={setState} onRecipient={setRecipient} />
      <TextField
        label={t("reason")}
        value={note}
        onChange={setNote}
        hint={t("reasonHint")}
        error={tried && note.trim() === "" ? t("reasonMissing") : undefined}
      />
      {fault && <FaultNotice fault={fault} />}
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("cancel")}</Button>
        <Button kind="primary" isDisabled={busy} onPress={() => void record()}>
          {t("record")}
        </Button>
      </div>
    </Dialog>
  );
}

function Word({
  state,
  recipient,
  onState,
  onRecipient,
}: {
  readonly state: ConsentState;
  readonly recipient: Recipient;
  readonly onState: (state: ConsentState) => void;
  readonly onRecipient: (recipient: Recipient) => void;
}): ReactElement {
  const { t } = useTranslation("customer");
  const words = useWords();
  return (
    <>
      <Choices
        label={t("said")}
        value={state}
        options={consentStates.map((one) => ({ value: one, label: words.label("consent", one) }))}
        onChange={onState}
      />
      <Select
        label={t("recipient")}
        value={recipient}
        options={recipients.map((one) => ({ value: one, label: words.label("recipient", one) }))}
        onChange={onRecipient}
        hint={t("recipientHint")}
      />
    </>
  );
}
