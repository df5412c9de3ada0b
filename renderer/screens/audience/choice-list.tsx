import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ChoiceAttribute } from "../../../workers/terms/segment.ts";
import { Asked, Checkbox, TextField } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { useValueLabel } from "./value-label.ts";

/** Values shown at once; the search finds the others. */
const SHOWN = 60;
/** From here on a search field is worth its place. */
const SEARCHABLE = 9;

/** The values of an attribute that exist in the vault, most people first, to tick; what is ticked stays in sight. */
export function ChoiceList({
  attribute,
  values,
  onChange,
}: {
  readonly attribute: ChoiceAttribute;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
}): ReactElement {
  const { t } = useTranslation("builder");
  const format = useFormat();
  const labelOf = useValueLabel();
  const [search, setSearch] = useState("");
  const query = useVaultQuery("segmentVocabulary", {}, ["people", "imports", "insight", "consent"]);
  const toggle = (value: string, on: boolean): void =>
    onChange(on ? [...values, value] : values.filter((one) => one !== value));
  return (
    <Asked query={query}>
      {(vocabulary) => {
        const known = vocabulary[attribute];
        const wanted = search.normalize("NFKC").trim().toLowerCase();
        const matches = known.filter(({ value }) =>
          labelOf(attribute, value).normalize("NFKC").toLowerCase().includes(wanted),
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
          <div className="stack-tight">
            {known.length >= SEARCHABLE && (
              <TextField kind="search" label={t("searchValues")} value={search} onChange={setSearch} />
            )}
            <div className="choice-list" role="group" aria-label={t("values")}>
              {shown.map(({ value, people }) => (
                <Checkbox
                  key={value}
                  isSelected={values.includes(value)}
                  onChange={(on) => toggle(value, on)}
                >
                  {t("valueWithPeople", {
                    value: labelOf(attribute, value),
                    people: format.count(people),
                  })}
                </Checkbox>
              ))}
            </div>
            {hidden > 0 && <p className="note">{t("moreValues", { hidden: format.count(hidden) })}</p>}
            {values.length === 0 && <p className="note">{t("tickOne")}</p>}
          </div>
        );
      }}
    </Asked>
  );
}
