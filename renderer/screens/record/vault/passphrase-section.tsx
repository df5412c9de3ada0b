import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Button, Card, Dialog } from "../../../components/index.ts";
import { PassphraseForm } from "../../../shell/passphrase-form.tsx";

/** Changes the passphrase. */
export function PassphraseSection(): ReactElement {
  const { t } = useTranslation("keys");
  const [open, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <Card
      title={t("passphraseTitle")}
      actions={
        <Button icon="lock" onPress={() => setOpen(true)}>
          {t("change")}
        </Button>
      }
    >
      <p>{t("passphraseText")}</p>
      <Dialog title={t("change")} open={open} onClose={close}>
        <PassphraseForm asksCurrent giveUp={t("close")} onDone={close} />
      </Dialog>
    </Card>
  );
}
