import { useEffect, useState, type ReactElement, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import type { HostApi } from "../../../main/contract.ts";
import type { Fault } from "../../../workers/base/fault.ts";
import { Button, Card, Checkbox, FaultNotice, TextField } from "../../components/index.ts";
import { unlockVaultFile } from "../../state/opening.ts";
import { isSampleName, openSample } from "../../state/sample.ts";
import { setSession } from "../../state/session.ts";

const FREE_TRIES = 5;
const LONGEST_WAIT = 60;

/** The door of one vault. Shows its name only; a wrong passphrase and a damaged file are one fault. */
export function Unlock({
  host,
  path,
  name,
  locked = false,
  onBack,
}: {
  readonly host: HostApi;
  readonly path: string;
  readonly name: string;
  /** Whether it was open a moment ago. */
  readonly locked?: boolean;
  readonly onBack?: () => void;
}): ReactElement {
  const { t } = useTranslation("welcome");
  const [passphrase, setPassphrase] = useState("");
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failures, setFailures] = useState(0);
  const [fault, setFault] = useState<Fault>();
  const wait = useWait(failures);
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (busy || wait > 0 || passphrase === "") return;
    setBusy(true);
    const opened = await unlockVaultFile(host, path, passphrase);
    if (opened.ok) return;
    setBusy(false);
    setPassphrase("");
    setFault(opened.error);
    if (opened.error.code === "wrong-passphrase-or-damaged") setFailures((count) => count + 1);
  };
  const sample = async (): Promise<void> => {
    setBusy(true);
    const opened = await openSample(host, name, path);
    if (opened.ok) return;
    setBusy(false);
    setFault(opened.error);
  };
  const leave = (): void => {
    setSession({ lifecycle: { kind: "none" } });
    onBack?.();
  };
  return (
    <Card title={t(locked ? "lockedTitle" : "unlockTitle", { name })}>
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        <TextField
          label={t("passphrase")}
          kind={shown ? "text" : "password"}
          autoComplete="current-password"
          value={passphrase}
          onChange={setPassphrase}
          focusFirst
        />
        <Checkbox isSelected={shown} onChange={setShown}>
          {t("showPassphrase")}
        </Checkbox>
        {fault && <FaultNotice fault={fault} />}
        {wait > 0 && <p role="status">{t("waitSeconds", { seconds: wait })}</p>}
        <div className="row">
          <Button kind="primary" type="submit" icon="unlock" isDisabled={busy || wait > 0}>
            {busy ? t("unlocking") : t("unlock")}
          </Button>
          {isSampleName(name) && (
            <Button icon="sample" isDisabled={busy} onPress={() => void sample()}>
              {t("openSample")}
            </Button>
          )}
          <Button kind="quiet" onPress={leave} isDisabled={busy}>
            {t("otherVault")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** Seconds to wait before the next try: none for five tries, then 1, 2, 4 ... 60. */
function useWait(failures: number): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (failures < FREE_TRIES) return undefined;
    const until = Date.now() + 1000 * Math.min(LONGEST_WAIT, 2 ** (failures - FREE_TRIES));
    const tick = (): void => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [failures]);
  return left;
}
