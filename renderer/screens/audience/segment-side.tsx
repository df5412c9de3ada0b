import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../workers/base/fault.ts";
import type { SegmentEntry, SegmentPreview } from "../../../workers/terms/segment.ts";
import { Button, Card, Checkbox, Facts, FaultNotice, TextField } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { go } from "../../state/route.ts";
import { useSession } from "../../state/session.ts";
import { toast } from "../../state/toasts.ts";
import { vaultApi } from "../../state/vault.ts";
import { definitionOf, isFinished, type Draft } from "./draft.ts";

/** The definition read back as a sentence, what it comes to, and saving it under a name. */
export function SegmentSide({
  draft,
  saved,
  preview,
  stale,
}: {
  readonly draft: Draft;
  readonly saved: SegmentEntry | undefined;
  readonly preview: SegmentPreview;
  /** The numbers are of a definition before the last change. */
  readonly stale: boolean;
}): ReactElement {
  const { t } = useTranslation("builder");
  const format = useFormat();
  return (
    <>
      <Card title={t("sentenceTitle")}>
        <p aria-live="polite">{preview.sentence}</p>
        <Facts
          items={[
            { name: t("people"), value: <strong>{format.count(preview.people)}</strong> },
            { name: t("releasableShort"), value: format.count(preview.releasable) },
            ...(preview.currency === ""
              ? []
              : [
                  {
                    name: t("revenue"),
                    value: <span className="number">{format.money(preview.revenue, preview.currency)}</span>,
                  },
                ]),
          ]}
        />
        <p className="note">{t("countedFrom", { day: format.day(preview.countedFrom) })}</p>
        <p className="note" role="status">
          {stale ? t("counting") : t("exact")}
        </p>
      </Card>
      <SaveForm draft={draft} saved={saved} />
    </>
  );
}

function SaveForm({
  draft,
  saved,
}: {
  readonly draft: Draft;
  readonly saved: SegmentEntry | undefined;
}): ReactElement {
  const { t } = useTranslation("builder");
  const words = useWords();
  const language = useSession((session) => session.language);
  const [name, setName] = useState(saved?.name ?? "");
  const [asNew, setAsNew] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const open = draft.some((group) => group.conditions.some((condition) => !isFinished(condition)));
  const ready = name.trim() !== "" && !open;
  const save = async (): Promise<void> => {
    const { definition } = definitionOf(draft);
    const id = saved && !asNew ? { id: saved.id } : {};
    const outcome = await vaultApi().saveSegment({ ...id, name: name.trim(), definition, language });
    if (!outcome.ok) {
      setFault(outcome.error);
      return;
    }
    const { nameTells } = outcome.value;
    const topics = nameTells?.map((topic) => words.label("sensitiveTopic", topic)).join(t("topicComma"));
    if (topics === undefined) toast("ok", t("saved", { name: outcome.value.name }));
    else toast("warn", t("nameTells", { topics, n: outcome.value.id }));
    go("audience", "segments");
  };
  return (
    <Card title={t("saveTitle")}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void save();
        }}
      >
        <TextField label={t("name")} value={name} onChange={setName} />
        {saved && (
          <Checkbox isSelected={asNew} onChange={setAsNew}>
            {t("asNew")}
          </Checkbox>
        )}
        {open && <p className="note">{t("unfinished")}</p>}
        {fault && <FaultNotice fault={fault} />}
        <Button kind="primary" type="submit" isDisabled={!ready}>
          {t("save")}
        </Button>
      </form>
    </Card>
  );
}
