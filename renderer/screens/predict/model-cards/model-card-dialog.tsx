import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ModelCard } from "../../../../workers/terms/model-card.ts";
import { Asked, Button, Dialog, VerdictBadge } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";
import { FolderDialog } from "../../release/folder-dialog.tsx";

/** All a run says of itself, and a way to save it as a page and as JSON. */
export function ModelCardDialog({
  runId,
  onClose,
}: {
  readonly runId: number;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("model-card");
  const { language } = useWords();
  const query = useVaultQuery("modelCard", { runId, language }, ["insight"]);
  const [saving, setSaving] = useState(false);
  if (saving)
    return (
      <FolderDialog
        title={t("title")}
        action={t("saveNow")}
        write={(folder) => vaultApi().saveModelCard({ runId, folder, language })}
        onWritten={() => toast("ok", t("saved"))}
        onClose={onClose}
      >
        <p>{t("saveText")}</p>
      </FolderDialog>
    );
  return (
    <Dialog title={t("title")} open onClose={onClose} wide>
      <Asked query={query}>{(card) => <CardText card={card} />}</Asked>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("close")}</Button>
        <Button kind="primary" icon="file" onPress={() => setSaving(true)}>
          {t("save")}
        </Button>
      </div>
    </Dialog>
  );
}

function CardText({ card }: { readonly card: ModelCard }): ReactElement {
  const { t } = useTranslation("model-card");
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- reached by keyboard, so that a long card scrolls without a mouse
    <div className="stack-tight dialog-scroll" role="group" aria-label={card.name} tabIndex={0}>
      <div className="row-apart">
        <h3>{card.name}</h3>
        <VerdictBadge verdict={card.verdict} />
      </div>
      {card.sections.map(({ code, title, lines }) => (
        <section key={code}>
          <h4>{title}</h4>
          <ul className="bullets">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      ))}
      <section>
        <h4>{t("checks")}</h4>
        <ul className="bullets">
          {card.checks.map(({ code, sentence }) => (
            <li key={code}>{sentence}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}
