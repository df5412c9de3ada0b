import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../components/button.tsx";
import { Notice } from "../components/notice.tsx";
import { useWords } from "../i18n/words.ts";
import { useSession } from "../state/session.ts";
import { vaultApi } from "../state/vault.ts";
import { ChangedOutside } from "./changed-outside.tsx";

/** Says loudly that the last change is only in memory, why, and offers to save again. */
export function SaveFailed(): ReactElement | null {
  const { t } = useTranslation("shell");
  const words = useWords();
  const save = useSession((session) => session.save);
  const [trying, setTrying] = useState(false);
  if (save.kind !== "failed") return null;
  if (save.fault.code === "vault-changed-outside") return <ChangedOutside />;
  const again = async (): Promise<void> => {
    setTrying(true);
    await vaultApi().saveNow({});
    setTrying(false);
  };
  return (
    <Notice
      tone="danger"
      title={t("saveFailedTitle")}
      live
      actions={
        <Button kind="primary" icon="redo" isDisabled={trying} onPress={() => void again()}>
          {t("saveAgain")}
        </Button>
      }
    >
      <p>{words.fault(save.fault)}</p>
      <p>{t("saveFailedKept")}</p>
    </Notice>
  );
}
