import { useState, type ReactElement, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import type { HostApi } from "../../../main/contract.ts";
import type { Fault } from "../../../workers/base/fault.ts";
import { Button, Card, Checkbox, FaultNotice, Notice, TextField } from "../../components/index.ts";
import { createVaultFile, strengthOf } from "../../state/opening.ts";
import { useSession } from "../../state/session.ts";
import { StrengthMeter } from "../../components/strength-meter.tsx";

/** Makes a new, empty vault: a name and a passphrase that is strong enough, typed twice. */
export function CreateVault({
  host,
  onBack,
}: {
  readonly host: HostApi;
  readonly onBack: () => void;
}): ReactElement {
  const { t } = useTranslation("welcome");
  const folder = useSession((session) => session.host?.vaultFolder ?? "");
  const [name, setName] = useState(t("newName"));
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [shown, setShown] = useState(false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const strength = strengthOf(passphrase);
  const differs = again !== passphrase;
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === "" || !strength.acceptable || differs || busy) return;
    setBusy(true);
    const made = await createVaultFile(host, { name: name.trim(), passphrase, sample: false });
    if (made.ok) return;
    setBusy(false);
    setFault(made.error.code === "cancelled" ? undefined : made.error);
  };
  return (
    <Card title={t("createTitle")}>
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        <TextField
          label={t("vaultName")}
          value={name}
          onChange={setName}
          hint={t("nameHint", { folder })}
          error={tried && name.trim() === "" ? t("nameMissing") : undefined}
          focusFirst
        />
        <div className="stack-tight">
          <TextField
            label={t("passphrase")}
            kind={shown ? "text" : "password"}
            autoComplete="new-password"
            value={passphrase}
            onChange={setPassphrase}
            hint={t("passphraseHint")}
            error={
              tried && !strength.acceptable ? t(`problem.${strength.problem ?? "too-simple"}`) : undefined
            }
          />
          <StrengthMeter passphrase={passphrase} />
        </div>
        <TextField
          label={t("passphraseAgain")}
          kind={shown ? "text" : "password"}
          autoComplete="new-password"
          value={again}
          onChange={setAgain}
          error={
            (tried || again.length >= passphrase.length) && again !== "" && differs ? t("differs") : undefined
          }
        />
        <Checkbox isSelected={shown} onChange={setShown}>
          {t("showPassphrase")}
        </Checkbox>
        <Notice tone="warn" title={t("noWayBackTitle")}>
          <p>{t("noWayBack")}</p>
        </Notice>
        {fault && <FaultNotice fault={fault} />}
        <div className="row">
          <Button kind="primary" type="submit" icon="lock" isDisabled={busy}>
            {busy ? t("making") : t("makeVault")}
          </Button>
          <Button kind="quiet" onPress={onBack} isDisabled={busy}>
            {t("back")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
