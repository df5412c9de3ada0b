import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../components/button.tsx";
import { Dialog } from "../components/dialog.tsx";
import { Notice } from "../components/notice.tsx";
import {
  lockAfterWork,
  lockNow,
  stayOpen,
  useAutoLock,
  useHostSignals,
  useLockProgress,
  useWindowIdle,
} from "../state/auto-lock.ts";
import { vaultHost } from "../state/lifecycle.ts";
import { useVaultQuery } from "../state/use-vault-query.ts";

/** Watches whether somebody is there, and locks when nobody is; asks first while work is under way. */
export function AutoLock(): ReactElement | null {
  const { t } = useTranslation("keys");
  const settings = useVaultQuery("vaultSettings", {}, ["vault"]);
  const minutes = settings.state === "ready" ? settings.value.autoLock : undefined;
  useHostSignals(vaultHost(), minutes);
  useWindowIdle(minutes);
  useLockProgress();
  const now = useAutoLock((state) => state.now);
  const left = useSecondsUntil(now.kind === "asking" ? now.until : undefined);
  if (now.kind === "waiting")
    return (
      <div className="lock-waiting">
        <Notice
          tone="info"
          title={t("lockWaiting")}
          live
          actions={<Button onPress={stayOpen}>{t("stay")}</Button>}
        />
      </div>
    );
  return (
    <Dialog title={t("askTitle")} open={now.kind === "asking"} onClose={stayOpen}>
      {now.kind === "asking" && <p>{t(`askReason.${now.reason}`)}</p>}
      <p>{t("askText", { seconds: left })}</p>
      <div className="dialog-actions">
        <Button onPress={stayOpen}>{t("stay")}</Button>
        <Button kind="danger" onPress={lockNow}>
          {t("lockNow")}
        </Button>
        <Button kind="primary" icon="lock" onPress={lockAfterWork}>
          {t("lockAfter")}
        </Button>
      </div>
    </Dialog>
  );
}

/** Whole seconds until a time; when they are over, the vault locks at the work's end. */
function useSecondsUntil(until: number | undefined): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (until === undefined) return undefined;
    const tick = (): void => {
      const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      setLeft(seconds);
      if (seconds === 0) lockAfterWork();
    };
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
