import { useState, type ReactElement, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Fault, Outcome } from "../../../../workers/base/fault.ts";
import { Button, FaultNotice, TextField } from "../../../components/index.ts";

/** Asks for the passphrase once more before something that whoever sits at an open window must not be able to do. */
export function AskAgain<T>({
  action,
  call,
  onDone,
  onClose,
}: {
  readonly action: string;
  readonly call: (passphrase: string) => Promise<Outcome<T>>;
  readonly onDone: (value: T) => void;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("keys");
  const [passphrase, setPassphrase] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (busy || passphrase === "") return;
    setBusy(true);
    const done = await call(passphrase);
    setBusy(false);
    setPassphrase("");
    if (done.ok) onDone(done.value);
    else setFault(done.error);
  };
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={t("again")}
        hint={t("againHint")}
        kind="password"
        autoComplete="current-password"
        value={passphrase}
        onChange={setPassphrase}
        focusFirst
      />
      {fault && <FaultNotice fault={fault} />}
      <div className="dialog-actions">
        <Button onPress={onClose} isDisabled={busy}>
          {t("close")}
        </Button>
        <Button kind="primary" type="submit" isDisabled={busy}>
          {busy ? t("making") : action}
        </Button>
      </div>
    </form>
  );
}
