import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { PreviewNote } from "../../../../workers/terms/intake.ts";
import type { MissingMeaning } from "../../../../workers/terms/table-kind.ts";
import { Button, Card, Notice, TextField } from "../../../components/index.ts";
import {
  awaitsLook,
  kindOfDraft,
  mappedColumns,
  missingOf,
  specialKind,
  type Draft,
  type MappedColumn,
} from "./draft.ts";
import { useWords } from "../../../i18n/words.ts";
import { FileBar } from "./file-bar.tsx";
import { ConfirmMeanings } from "./confirm-meanings.tsx";
import { MappingTable } from "./mapping-table.tsx";
import { CurrencyField } from "./currency-field.tsx";
import { ProfileCard } from "./profile-card.tsx";
import { RememberMapping } from "./remember-mapping.tsx";
import type { Drafts } from "./use-drafts.ts";

/** Step 3: what each column means, what will be stored of it and what for. */
export function MeaningStep({
  drafts,
  current,
  onPick,
  onBack,
  onNext,
}: {
  readonly drafts: Drafts;
  readonly current: Draft;
  readonly onPick: (key: string) => void;
  readonly onBack: () => void;
  readonly onNext: () => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const { preview } = current;
  const columns = mappedColumns(current);
  const missing = missingOf(columns);
  const anyReady = drafts.drafts.some(
    (draft) =>
      draft.preview && !draft.fault && !draft.looking && missingOf(mappedColumns(draft)).length === 0,
  );
  return (
    <>
      <FileBar drafts={drafts.drafts} current={current} onPick={onPick} />
      {preview && (
        <>
          <Notes notes={preview.notes} />
          <ConfirmMeanings
            draft={current}
            onConfirm={(confirmed) => drafts.change(current.key, { confirmed })}
          />
          {preview.mapping !== undefined && (
            <Notice tone="ok" title={t("ownMapping", { name: preview.mapping })}>
              <p>{t("ownMappingText")}</p>
            </Notice>
          )}
          <SourceCard draft={current} onChange={(part) => drafts.change(current.key, part)} />
          <Card title={t("meanings")} actions={<Stored columns={columns} />}>
            <Kind columns={columns} />
            <p className="note">{t("meaningsNote")}</p>
            <MappingTable
              draft={current}
              columns={columns}
              onTreat={(treatment) => drafts.change(current.key, { treatment })}
              known={preview.preset !== undefined || preview.mapping !== undefined}
              onChoose={(key, target) =>
                drafts.change(current.key, { meanings: new Map([...current.meanings, [key, target]]) })
              }
            />
            <RememberMapping draft={current} />
          </Card>
          <ProfileCard
            key={current.key}
            draft={current}
            onTreat={(treatment) => drafts.change(current.key, { treatment })}
          />
        </>
      )}
      <MissingNotice missing={missing} />
      <div className="row">
        <Button onPress={onBack}>{t("back")}</Button>
        <Button
          kind="primary"
          icon="check"
          isDisabled={!anyReady || drafts.drafts.some(awaitsLook)}
          onPress={onNext}
        >
          {t("checkFirst")}
        </Button>
        <span className="note">{t("checkFirstNote")}</span>
      </div>
    </>
  );
}

/** What the file is a table of, and what becomes of such rows. */
function Kind({ columns }: { readonly columns: readonly MappedColumn[] }): ReactElement {
  const { t } = useTranslation("import");
  const words = useWords();
  const kind = kindOfDraft(columns);
  return (
    <>
      <p>
        <strong>{t("kindOf", { kind: words.label("tableKind", kind) })}</strong>
      </p>
      {kind !== "people" && kind !== "orders" && <p className="note">{t(`kindNote.${kind}`)}</p>}
    </>
  );
}

function Stored({ columns }: { readonly columns: readonly MappedColumn[] }): ReactElement {
  const { t } = useTranslation("import");
  const stored = columns.filter((column) => column.stored === "as-is" || column.stored === "age-band").length;
  return <span className="note">{t("storedCount", { stored, left: columns.length - stored })}</span>;
}

/** What the look at the file found worth saying. What each column says of itself in the table is not repeated. */
function Notes({ notes }: { readonly notes: readonly PreviewNote[] }): ReactElement | null {
  const { t } = useTranslation("import");
  const said = notes.filter(
    (note) => !["column-not-stored", "no-customer", "preset-unconfirmed"].includes(note.code),
  );
  if (said.length === 0) return null;
  return (
    <Notice tone="info" title={t("notesTitle")}>
      <ul className="plain-list">
        {said.map((note, index) => (
          <li key={index}>
            <NoteText note={note} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function NoteText({ note }: { readonly note: PreviewNote }): ReactElement {
  const { t } = useTranslation("import");
  const { details } = note;
  const heading = String(details["heading"] ?? "");
  switch (note.code) {
    case "duplicate-heading":
      return <>{t("note.duplicateHeading", { heading, times: details["count"] ?? 2 })}</>;
    case "no-heading":
      return <>{t("note.noHeading")}</>;
    case "guessed-date-order":
      return <>{t("note.guessedDateOrder", { order: t(`order.${dateOrderKey(details["order"])}`) })}</>;
    case "special-category-dropped":
      return <>{t("note.specialDropped", { heading, kind: t(`special.${specialKind(details["kind"])}`) })}</>;
    case "preset-unconfirmed":
      return <>{t("note.unconfirmed")}</>;
    case "preset-lacks":
      return <>{t(`note.lacks.${lackKey(details["lack"])}`)}</>;
    case "column-not-stored":
    case "no-customer":
      return <>{heading}</>;
  }
}

function lackKey(lack: string | number | undefined): "customer" | "email" | "consent" | "lines" | "people" {
  return lack === "customer" || lack === "email" || lack === "lines" || lack === "people" ? lack : "consent";
}

function dateOrderKey(order: string | number | undefined): "ymd" | "mdy" | "dmy" {
  return order === "mdy" || order === "dmy" ? order : "ymd";
}

function SourceCard({
  draft,
  onChange,
}: {
  readonly draft: Draft;
  readonly onChange: (part: Pick<Partial<Draft>, "source" | "currency">) => void;
}): ReactElement {
  const { t } = useTranslation("import");
  return (
    <Card title={t("sourceTitle")}>
      <div className="columns-2">
        <TextField
          label={t("source")}
          value={draft.source ?? draft.preview?.plan.source ?? ""}
          onChange={(source) => onChange({ source })}
          hint={t("sourceHint")}
        />
        <CurrencyField
          value={draft.currency ?? draft.preview?.plan.currency ?? ""}
          onChange={(currency) => onChange({ currency })}
        />
      </div>
    </Card>
  );
}

function MissingNotice({ missing }: { readonly missing: readonly MissingMeaning[] }): ReactElement | null {
  const { t } = useTranslation("import");
  if (missing.length === 0) return null;
  return (
    <Notice tone="warn" title={t("missingTitle")} live>
      <ul className="plain-list">
        {missing.map((one) => (
          <li key={one}>{t(`missing.${one}`)}</li>
        ))}
      </ul>
    </Notice>
  );
}
