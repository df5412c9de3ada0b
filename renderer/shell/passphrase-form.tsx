import { useState, type ReactElement, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../workers/base/fault.ts";
import { Button, Checkbox, FaultNotice, TextField } from "../components/index.ts";
import { StrengthMeter } from "../components/strength-meter.tsx";
import { strengthOf } from "../state/opening.ts";
import { changeOwnPassphrase } from "../state/own-keys.ts";
import { toast } from "../state/toasts.ts";

/** Chooses a new passphrase for the open vault, typed twice; `asksCurrent` unless a recovery code has just opened it. */
export function PassphraseForm({
  asksCurrent,
  giveUp,
  onDone,
}: {
  readonly asksCurrent: boolean;
  /** What the button that changes nothing says. */
  readonly giveUp: string;
  readonly onDone: () => void;
}): ReactElement {
  const { t } = useTranslation("keys");
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [shown, setShown] = useState(false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const { acceptable } = strengthOf(next);
  const kind = shown ? "text" : "password";
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (busy || !acceptable || again !== next || (asksCurrent && current === "")) return;
    setBusy(true);
    setFault(undefined);
    const changed = await changeOwnPassphrase(asksCurrent ? current : undefined, next);
    setBusy(false);
    if (!changed.ok) {
      setFault(changed.error);
      return;
    }
    toast("ok", t("changed"));
    onDone();
  };
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      {asksCurrent && (
        <TextField
          label={t("current")}
          kind={kind}
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          focusFirst
        />
      )}
      <div className="stack-tight">
        <TextField
          label={t("next")}
          kind={kind}
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          focusFirst={!asksCurrent}
        />
        <StrengthMeter passphrase={next} />
      </div>
      <TextField
        label={t("nextAgain")}
        kind={kind}
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
        error={
          (tried || again.length >= next.length) && again !== "" && again !== next ? t("differs") : undefined
        }
      />
      <Checkbox isSelected={shown} onChange={setShown}>
        {t("show")}
      </Checkbox>
      {fault && <FaultNotice fault={fault} />}
      <div className="dialog-actions">
        <Button onPress={onDone} isDisabled={busy}>
          {giveUp}
        </Button>
        <Button kind="primary" type="submit" icon="lock" isDisabled={busy}>
          {busy ? t("changing") : t("change")}
        </Button>
      </div>
    </form>
  );
}
