import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { RecoveryKit } from "../../../../workers/terms/vault.ts";
import { Button, Card, Dialog, Notice } from "../../../components/index.ts";
import { makeRecoveryKit } from "../../../state/own-keys.ts";
import { AskAgain } from "./ask-again.tsx";
import { RecoverySheet } from "./recovery-sheet.tsx";

type Step =
  | { readonly kind: "closed" }
  | { readonly kind: "asking" }
  | { readonly kind: "made"; readonly kit: RecoveryKit };

/** Makes a recovery kit: the page is shown once, to be printed or copied by hand, and kept nowhere. */
export function RecoveryKitSection(): ReactElement {
  const { t } = useTranslation("keys");
  const [step, setStep] = useState<Step>({ kind: "closed" });
  const close = (): void => setStep({ kind: "closed" });
  return (
    <Card
      title={t("kitTitle")}
      actions={
        <Button icon="file" onPress={() => setStep({ kind: "asking" })}>
          {t("makeKit")}
        </Button>
      }
    >
      <p>{t("kitText")}</p>
      <Dialog title={t("makeKit")} open={step.kind === "asking"} onClose={close}>
        <Notice tone="warn">
          <p>{t("kitWarn")}</p>
        </Notice>
        <AskAgain
          action={t("makeKit")}
          call={makeRecoveryKit}
          onDone={(kit) => setStep({ kind: "made", kit })}
          onClose={close}
        />
      </Dialog>
      <Dialog title={t("kitTitle")} open={step.kind === "made"} onClose={close} wide>
        {step.kind === "made" && <RecoverySheet kit={step.kit} />}
        <div className="dialog-actions">
          <Button onPress={close}>{t("close")}</Button>
          <Button kind="primary" icon="file" onPress={() => window.print()}>
            {t("print")}
          </Button>
        </div>
      </Dialog>
    </Card>
  );
}
