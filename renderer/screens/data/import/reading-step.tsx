import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import {
  dateOrders,
  decimalMarks,
  delimiters,
  type Container,
  type FilePreview,
  type Reading,
} from "../../../../workers/terms/intake.ts";
import { Button, Card, FaultNotice, Loading, Notice, Personal, Select } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { readingOf, type Draft } from "./draft.ts";
import { EncodingChoices } from "./encoding-choices.tsx";
import { FileBar } from "./file-bar.tsx";
import { presetKey } from "./preset-key.ts";
import type { Drafts } from "./use-drafts.ts";

const HEADER_ROWS = 20;

/** Step 2: how a file is read, changed with the result in sight. */
export function ReadingStep({
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
  const reading = readingOf(current);
  const anyReadable = drafts.drafts.some((draft) => draft.preview && !draft.fault);
  return (
    <>
      <FileBar drafts={drafts.drafts} current={current} onPick={onPick} />
      {current.fault && <FaultNotice fault={current.fault} />}
      {!preview && current.looking && <Loading text={t("looking")} />}
      {preview && reading && (
        <>
          {preview.preset !== undefined && (
            <Notice tone="ok" title={t("recognised", { tool: t(`preset.${presetKey(preview.preset)}`) })}>
              <p>{t("recognisedText")}</p>
            </Notice>
          )}
          <div className="split">
            <Card title={t("howRead")}>
              {preview.container?.kind === "xlsx" && (
                <SheetChoice
                  container={preview.container}
                  // Another sheet has other columns: what was chosen of the first one is not carried over.
                  onChange={(part) => drafts.read(current.key, { part }, true)}
                />
              )}
              {!isMade(preview) && (
                <EncodingChoices
                  preview={preview}
                  value={reading.encoding}
                  onChange={(encoding) => drafts.read(current.key, { encoding })}
                />
              )}
              <ReadingOptions
                reading={reading}
                made={isMade(preview)}
                onChange={(choices) => drafts.read(current.key, choices)}
              />
            </Card>
            <FirstRows preview={preview} looking={current.looking} />
          </div>
        </>
      )}
      <div className="row">
        <Button onPress={onBack}>{t("back")}</Button>
        <Button kind="primary" isDisabled={!anyReadable} onPress={onNext}>
          {t("toMeaning")}
        </Button>
      </div>
    </>
  );
}

/** Whether the text that is read was made from a workbook or JSON: it has no encoding or delimiter to choose. */
function isMade({ container }: FilePreview): boolean {
  return container?.kind === "xlsx" || container?.kind === "json-lines" || container?.inside !== undefined;
}

function SheetChoice({
  container,
  onChange,
}: {
  readonly container: Container;
  readonly onChange: (part: string) => void;
}): ReactElement {
  const { t } = useTranslation("import");
  return (
    <Select
      label={t("sheet")}
      value={container.part ?? ""}
      options={container.parts.map(({ name }) => ({ value: name, label: name }))}
      onChange={onChange}
      hint={t("sheetHint", { count: container.parts.length })}
    />
  );
}

function ReadingOptions({
  reading,
  made,
  onChange,
}: {
  readonly reading: Reading;
  readonly made: boolean;
  readonly onChange: (choices: Partial<Reading> | { readonly headerRow: undefined }) => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const words = useWords();
  return (
    <>
      {!made && (
        <Select
          label={t("delimiter")}
          value={reading.delimiter}
          options={delimiters.map((one) => ({ value: one, label: words.label("delimiter", one) }))}
          onChange={(delimiter) => onChange({ delimiter })}
        />
      )}
      <Select
        label={t("headerRow")}
        value={reading.headerRow === undefined ? "none" : String(reading.headerRow)}
        options={[
          { value: "none", label: t("noHeader") },
          ...Array.from({ length: Math.max(HEADER_ROWS, (reading.headerRow ?? 0) + 1) }, (_, row) => ({
            value: String(row),
            label: t("rowNumber", { row: row + 1 }),
          })),
        ]}
        onChange={(row) => onChange(row === "none" ? { headerRow: undefined } : { headerRow: Number(row) })}
      />
      <Select
        label={t("dateOrder")}
        value={reading.dateOrder}
        options={dateOrders.map((one) => ({ value: one, label: words.label("dateOrder", one) }))}
        onChange={(dateOrder) => onChange({ dateOrder })}
        hint={t("dateOrderHint")}
      />
      <Select
        label={t("decimalMark")}
        value={reading.decimalMark}
        options={decimalMarks.map((one) => ({ value: one, label: words.label("decimalMark", one) }))}
        onChange={(decimalMark) => onChange({ decimalMark })}
      />
    </>
  );
}

const SHOWN = 12;

function FirstRows({
  preview,
  looking,
}: {
  readonly preview: FilePreview;
  readonly looking: boolean;
}): ReactElement {
  const { t } = useTranslation("import");
  const rows = preview.rows.slice(0, SHOWN);
  return (
    <Card title={t("firstRows")}>
      <p className="note" role="status">
        {looking ? t("looking") : t("firstRowsNote", { rows: rows.length, columns: preview.columns.length })}
      </p>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- reached by keyboard, so that a wide table scrolls without a mouse */}
      <div className="table-scroll" role="group" aria-label={t("firstRowsTable")} tabIndex={0}>
        <table className="small-table raw-table">
          <thead>
            <tr>
              {preview.columns.map((column, index) => (
                <th key={index} scope="col">
                  {column.heading === "" ? t("columnNumber", { column: index + 1 }) : column.heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, line) => (
              <tr key={line}>
                {preview.columns.map((_, index) => (
                  <td key={index}>
                    <Personal>{row[index]}</Personal>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
