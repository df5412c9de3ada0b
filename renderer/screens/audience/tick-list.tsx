import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox, TextField } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";

/** Values shown at once; the search finds the others. */
const SHOWN = 60;
/** From here on a search field is worth its place. */
const SEARCHABLE = 9;

/** Values that exist in the vault, most people first, to tick; what is ticked stays in sight. */
export function TickList({
  label,
  known,
  values,
  labelOf,
  onChange,
}: {
  readonly label: string;
  readonly known: readonly { readonly value: string; readonly people: number }[];
  readonly values: readonly string[];
  readonly labelOf: (value: string) => string;
  readonly onChange: (values: readonly string[]) => void;
}): ReactElement {
  const { t } = useTranslation("builder");
  const format = useFormat();
  const [search, setSearch] = useState("");
  const toggle = (value: string, on: boolean): void =>
    onChange(on ? [...values, value] : values.filter((one) => one !== value));
  const wanted = search.normalize("NFKC").trim().toLowerCase();
  const matches = known.filter(({ value }) =>
    labelOf(value).normalize("NFKC").toLowerCase().includes(wanted),
  );
  const ticked = values.map((value) => ({
    value,
    people: known.find((one) => one.value === value)?.people ?? 0,
  }));
  const shown = [...ticked, ...matches.filter(({ value }) => !values.includes(value))].slice(
    0,
    Math.max(SHOWN, ticked.length),
  );
  const hidden = matches.filter(({ value }) => !shown.some((one) => one.value === value)).length;
  if (known.length === 0 && values.length === 0) return <p className="note">{t("noValues")}</p>;
  return (
    <>
      {known.length >= SEARCHABLE && (
        <TextField kind="search" label={t("searchValues")} value={search} onChange={setSearch} />
      )}
      <div className="choice-list" role="group" aria-label={label}>
        {shown.map(({ value, people }) => (
          <Checkbox key={value} isSelected={values.includes(value)} onChange={(on) => toggle(value, on)}>
            {t("valueWithPeople", { value: labelOf(value), people: format.count(people) })}
          </Checkbox>
        ))}
      </div>
      {hidden > 0 && <p className="note">{t("moreValues", { hidden: format.count(hidden) })}</p>}
    </>
  );
}
