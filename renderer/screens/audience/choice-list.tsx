import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ChoiceAttribute } from "../../../workers/terms/segment.ts";
import { Asked } from "../../components/index.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { TickList } from "./tick-list.tsx";
import { useValueLabel } from "./value-label.ts";

/** The values of an attribute that exist in the vault. */
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
  const labelOf = useValueLabel();
  const query = useVaultQuery("segmentVocabulary", {}, ["people", "imports", "insight", "consent"]);
  return (
    <Asked query={query}>
      {(vocabulary) => (
        <div className="stack-tight">
          <TickList
            label={t("values")}
            known={vocabulary[attribute]}
            values={values}
            labelOf={(value) => labelOf(attribute, value)}
            onChange={onChange}
          />
          {values.length === 0 && vocabulary[attribute].length > 0 && <p className="note">{t("tickOne")}</p>}
        </div>
      )}
    </Asked>
  );
}
