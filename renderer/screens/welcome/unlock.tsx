import { useEffect, useState, type ReactElement, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import type { HostApi } from "../../../main/contract.ts";
import type { Fault, Outcome } from "../../../workers/base/fault.ts";
import { Button, Card, Checkbox, FaultNotice, TextField } from "../../components/index.ts";
import {
  unlockFromKeychain,
  unlockVaultFile,
  unlockWithCode,
  type EntryOptions,
} from "../../state/opening.ts";
import { isSampleName, openSample } from "../../state/sample.ts";
import { setSession } from "../../state/session.ts";
import { NotFreshDialog } from "./not-fresh-dialog.tsx";
import { RestoreBackup } from "./restore-backup.tsx";

/** A way in that was chosen, its secret typed. */
type Entry = (options: EntryOptions) => Promise<Outcome<null>>;

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
  const [byCode, setByCode] = useState(false);
  const [restoring, setRestoring] = useState(false);
  const [secret, setSecret] = useState("");
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const inKeychain = useKeychain(host, path);
  const wait = useWait(fault);
  const [question, setQuestion] = useState<{ readonly fault: Fault; readonly open: Entry }>();
  const enter = async (open: Entry, options: EntryOptions = {}): Promise<void> => {
    if (busy || wait > 0) return;
    setBusy(true);
    const opened = await open(options);
    if (opened.ok) return;
    setBusy(false);
    if (opened.error.code === "vault-not-fresh") setQuestion({ fault: opened.error, open });
    // A code that was mistyped is mended where it stands; a passphrase is typed anew.
    if (opened.error.code !== "recovery-code-mistyped") setSecret("");
    setFault(opened.error);
  };
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (secret === "") return;
    await enter((options) => (byCode ? unlockWithCode : unlockVaultFile)(host, path, secret, options));
  };
  const turn = (): void => {
    setByCode(!byCode);
    setSecret("");
    setFault(undefined);
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
  if (restoring)
    return <RestoreBackup host={host} path={path} name={name} onBack={() => setRestoring(false)} />;
  return (
    <Card title={t(locked ? "lockedTitle" : "unlockTitle", { name })}>
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        <TextField
          key={byCode ? "code" : "passphrase"}
          label={t(byCode ? "code" : "passphrase")}
          {...(byCode ? { hint: t("codeHint") } : {})}
          kind={shown || byCode ? "text" : "password"}
          autoComplete={byCode ? "off" : "current-password"}
          value={secret}
          onChange={setSecret}
          focusFirst
        />
        {!byCode && (
          <Checkbox isSelected={shown} onChange={setShown}>
            {t("showPassphrase")}
          </Checkbox>
        )}
        {fault && <FaultNotice fault={fault} />}
        {wait > 0 && <p role="status">{t("waitSeconds", { seconds: wait })}</p>}
        <div className="row">
          <Button kind="primary" type="submit" icon="unlock" isDisabled={busy || wait > 0}>
            {busy ? t("unlocking") : t("unlock")}
          </Button>
          {inKeychain && (
            <Button
              icon="unlock"
              isDisabled={busy || wait > 0}
              onPress={() => void enter((options) => unlockFromKeychain(host, path, options))}
            >
              {t("useKeychain")}
            </Button>
          )}
          {isSampleName(name) && (
            <Button icon="sample" isDisabled={busy} onPress={() => void sample()}>
              {t("openSample")}
            </Button>
          )}
          <Button kind="quiet" onPress={turn} isDisabled={busy}>
            {t(byCode ? "usePassphrase" : "useCode")}
          </Button>
          <Button kind="quiet" onPress={() => setRestoring(true)} isDisabled={busy}>
            {t("useBackup")}
          </Button>
          <Button kind="quiet" onPress={leave} isDisabled={busy}>
            {t("otherVault")}
          </Button>
        </div>
      </form>
      <NotFreshDialog
        fault={question?.fault}
        onLeave={() => setQuestion(undefined)}
        onAccept={() => {
          setQuestion(undefined);
          if (question) void enter(question.open, { acceptChanged: true });
        }}
      />
    </Card>
  );
}

/** Seconds until the door hears the next try, as its last answer said. */
function useWait(fault: Fault | undefined): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const asked = Number(fault?.details?.["seconds"] ?? 0);
    if (asked === 0) return undefined;
    const until = Date.now() + 1000 * asked;
    const tick = (): void => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 250);
    return () => {
      clearInterval(timer);
      setLeft(0);
    };
  }, [fault]);
  return left;
}

/** Whether the system's keychain can open this vault. Nothing opens by itself: it waits for the user's hand. */
function useKeychain(host: HostApi, path: string): boolean {
  const [stored, setStored] = useState(false);
  useEffect(() => {
    void host.keychainStatus({ path }).then((status) => {
      setStored(status.ok && status.value.available && status.value.stored);
    });
  }, [host, path]);
  return stored;
}
