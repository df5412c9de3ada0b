import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../components/dialog.tsx";
import { lockVault } from "../state/lifecycle.ts";
import { setSession, useSession } from "../state/session.ts";

/** Asks before locking when a change is not saved or work is under way. */
export function LockQuestion(): ReactElement {
  const { t } = useTranslation("shell");
  const asking = useSession((session) => session.askingToLock);
  const unsaved = useSession((session) => session.save.kind === "failed");
  return (
    <ConfirmDialog
      title={t("lockTitle")}
      action={t("lockNow")}
      dangerous={unsaved}
      open={asking}
      onClose={() => setSession({ askingToLock: false })}
      onConfirm={() => void lockVault()}
    >
      <p>{unsaved ? t("lockUnsaved") : t("lockRunning")}</p>
    </ConfirmDialog>
  );
}
