import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ImportOutcome } from "../../../../workers/terms/intake.ts";
import { Button, Card, FaultNotice, LinkButton, Notice } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { address } from "../../../state/route.ts";
import { UndoDialog } from "../imports/undo-dialog.tsx";
import { draftName, type Draft } from "./draft.ts";
import { OutcomeFigures } from "./outcome-figures.tsx";
import type { Drafts } from "./use-drafts.ts";

/** Step 5: what each import did, and where to go from here. */
export function DoneStep({
  drafts,
  onRestart,
  onRest,
}: {
  readonly drafts: Drafts;
  readonly onRestart: () => void;
  /** Back to the files that did not come in. */
  readonly onRest: () => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const ended = drafts.drafts.filter((draft) => draft.done !== undefined);
  const held = ended.reduce(
    (rows, draft) => rows + (draft.done?.ok === true && !draft.undone ? draft.done.value.quarantined : 0),
    0,
  );
  const anyIn = ended.some((draft) => draft.done?.ok === true && !draft.undone);
  return (
    <>
      {ended.map((draft) => (
        <FileOutcome
          key={draft.key}
          draft={draft}
          onUndone={() => drafts.change(draft.key, { undone: true })}
        />
      ))}
      <Card title={t("whatNext")}>
        <div className="row">
          {anyIn && (
            <LinkButton kind="primary" icon="home" href={address("home")}>
              {t("seeShop")}
            </LinkButton>
          )}
          {held > 0 && (
            <LinkButton icon="warn" href={address("data", "quarantine")}>
              {t("mendRows")}
            </LinkButton>
          )}
          {anyIn && (
            <LinkButton icon="person" href={address("data", "customers")}>
              {t("seeCustomers")}
            </LinkButton>
          )}
          {ended.some((draft) => draft.done?.ok === false) && (
            <Button icon="redo" onPress={onRest}>
              {t("tryRest")}
            </Button>
          )}
          <Button icon="plus" onPress={onRestart}>
            {t("importMore")}
          </Button>
        </div>
      </Card>
    </>
  );
}

function FileOutcome({
  draft,
  onUndone,
}: {
  readonly draft: Draft;
  readonly onUndone: () => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const outcome = draft.done;
  return (
    <Card
      title={draftName(draft)}
      actions={outcome?.ok === true && !draft.undone && <Undo outcome={outcome.value} onUndone={onUndone} />}
    >
      {outcome?.ok === false && <FaultNotice fault={outcome.error} />}
      {outcome?.ok === true && draft.undone && (
        <Notice tone="info" live>
          <p>{t("undone")}</p>
        </Notice>
      )}
      {outcome?.ok === true && !draft.undone && (
        <>
          <Imported outcome={outcome.value} />
          <OutcomeFigures outcome={outcome.value} />
        </>
      )}
    </Card>
  );
}

function Imported({ outcome }: { readonly outcome: ImportOutcome }): ReactElement {
  const { t } = useTranslation("import");
  const format = useFormat();
  return (
    <Notice tone="ok" title={t("importedTitle")} live>
      <p>{t("imported", { count: outcome.stored, rows: format.count(outcome.stored) })}</p>
    </Notice>
  );
}

function Undo({
  outcome,
  onUndone,
}: {
  readonly outcome: ImportOutcome;
  readonly onUndone: () => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button icon="undo" onPress={() => setAsking(true)}>
        {t("undo")}
      </Button>
      <UndoDialog
        entry={asking ? { ...outcome, id: outcome.importId } : undefined}
        onClose={() => setAsking(false)}
        onUndone={onUndone}
      />
    </>
  );
}
