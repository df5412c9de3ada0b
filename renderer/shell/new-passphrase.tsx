import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../components/dialog.tsx";
import { setSession, useSession } from "../state/session.ts";
import { PassphraseForm } from "./passphrase-form.tsx";

/** Asks for a new passphrase once a recovery code has opened the vault. */
export function NewPassphrase(): ReactElement {
  const { t } = useTranslation("keys");
  const needed = useSession((session) => session.needsPassphrase);
  const leave = (): void => setSession({ needsPassphrase: false });
  return (
    <Dialog title={t("newTitle")} open={needed} onClose={leave}>
      <p>{t("newText")}</p>
      <PassphraseForm asksCurrent={false} giveUp={t("later")} onDone={leave} />
    </Dialog>
  );
}
