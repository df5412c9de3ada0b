import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { fieldTargets, type FieldTarget } from "../../../../workers/terms/field.ts";
import { Badge, Icon, Personal, Select } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { declarationOfColumn, type Draft, type MappedColumn } from "./draft.ts";
import { TreatmentCell } from "./treatment-cell.tsx";
import type { TreatmentChoices } from "./treatment.ts";

/** Each column of the file: examples, its meaning as a list to choose from, and what becomes of it. */
export function MappingTable({
  draft,
  columns,
  known,
  onChoose,
  onTreat,
}: {
  readonly draft: Draft;
  readonly columns: readonly MappedColumn[];
  /** The file has a known format, whose meanings are no guesses. */
  readonly known: boolean;
  readonly onChoose: (key: string, target: FieldTarget) => void;
  readonly onTreat: (treatment: TreatmentChoices) => void;
}): ReactElement {
  const { t } = useTranslation("import");
  return (
    <table className="small-table mapping">
      <caption className="unseen">{t("meanings")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("column")}</th>
          <th scope="col">{t("meaning")}</th>
          <th scope="col">{t("becomes")}</th>
          <th scope="col">{t("usedFor")}</th>
        </tr>
      </thead>
      <tbody>
        {columns.map((column) => (
          <tr key={column.key} data-stored={column.stored}>
            <HeadingCell column={column} />
            <MeaningCell column={column} known={known} onChoose={onChoose} />
            <td>
              <Becomes column={column} />
              <TreatmentCell
                draft={draft}
                column={column}
                heading={nameOf(column, t("columnNumber", { column: column.index + 1 }))}
                onTreat={onTreat}
              />
            </td>
            <UseCell column={column} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nameOf(column: MappedColumn, fallback: string): string {
  return column.profile.heading === "" ? fallback : column.profile.heading;
}

function HeadingCell({ column }: { readonly column: MappedColumn }): ReactElement {
  const { t } = useTranslation("import");
  const format = useFormat();
  const { examples, blank } = column.profile;
  return (
    <th scope="row">
      <strong>{nameOf(column, t("columnNumber", { column: column.index + 1 }))}</strong>
      <div className="note examples">
        {examples.length === 0 ? (
          column.stored === "never" ? (
            t("examplesHidden")
          ) : (
            t("allBlank")
          )
        ) : (
          <Personal>{examples.slice(0, 3).join(t("listComma"))}</Personal>
        )}
      </div>
      {blank > 0 && blank < 1 && (
        <div className="note">{t("blankShare", { share: format.percent(blank) })}</div>
      )}
    </th>
  );
}

function MeaningCell({
  column,
  known,
  onChoose,
}: {
  readonly column: MappedColumn;
  readonly known: boolean;
  readonly onChoose: (key: string, target: FieldTarget) => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const words = useWords();
  const heading = nameOf(column, t("columnNumber", { column: column.index + 1 }));
  return (
    <td>
      <Select
        label={t("meaningOf", { heading })}
        hideLabel
        value={column.target}
        isDisabled={column.stored === "never"}
        options={fieldTargets.map((target) => ({
          value: target,
          label: words.label("field", target),
          ...(target === column.profile.guess && !known ? { aside: t("guessAside") } : {}),
        }))}
        onChange={(target) => onChoose(column.key, target)}
      />
      <GuessNote column={column} known={known} />
    </td>
  );
}

/** Where the meaning comes from: the user, a known format, or a guess and how sure it is. */
function GuessNote({
  column,
  known,
}: {
  readonly column: MappedColumn;
  readonly known: boolean;
}): ReactElement {
  const { t } = useTranslation("import");
  const format = useFormat();
  const { confidence } = column.profile;
  if (column.chosen) return <span className="note">{t("byYou")}</span>;
  if (column.stored === "never") return <span className="note">{t("fixed")}</span>;
  if (known)
    return <span className="note">{t(column.target === "ignore" ? "formatLeaves" : "byFormat")}</span>;
  if (confidence === 0) return <span className="note">{t("noGuess")}</span>;
  return (
    <span className={confidence < 0.7 ? "note unsure" : "note"}>
      {confidence < 0.7 && <Icon name="warn" small />}
      {t(confidence < 0.7 ? "unsureGuess" : "guess", { share: format.percent(confidence) })}
    </span>
  );
}

function Becomes({ column }: { readonly column: MappedColumn }): ReactElement {
  const { t } = useTranslation("import");
  switch (column.stored) {
    case "as-is":
      return (
        <>
          <Badge tone="ok" icon="check">
            {t("stored.asIs")}
          </Badge>
        </>
      );
    case "age-band":
      return (
        <>
          <Badge tone="ok" icon="check">
            {t("stored.ageBand")}
          </Badge>
          <div className="note">{t("stored.ageBandNote")}</div>
        </>
      );
    case "never":
      return (
        <>
          <Badge tone="danger" icon="shield">
            {t("stored.never")}
          </Badge>
          <div className="note">{t("stored.neverNote")}</div>
        </>
      );
    case "repeated":
      return (
        <>
          <Badge tone="warn" icon="warn">
            {t("stored.no")}
          </Badge>
          <div className="note">{t("stored.repeatedNote", { heading: column.rival ?? "" })}</div>
        </>
      );
    case "ignored":
      return (
        <>
          <Badge>{t("stored.no")}</Badge>
        </>
      );
  }
}

function UseCell({ column }: { readonly column: MappedColumn }): ReactElement {
  const { t } = useTranslation("import");
  const words = useWords();
  if (column.stored === "never")
    return <td className="note">{t(`special.${column.kind ?? "special-category"}`)}</td>;
  const declared = declarationOfColumn(column);
  if (declared.class === "none") return <td className="note">–</td>;
  return (
    <td>
      <div>{words.label("fieldClass", declared.class)}</div>
      <div className="note">
        {declared.purposes.map((purpose) => words.label("purpose", purpose)).join(t("listComma"))}
      </div>
    </td>
  );
}
