import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import {
  leastResearchK,
  researchColumns,
  researchDefaults,
  researchFacts,
  type ResearchRequest,
} from "../../../workers/terms/research-file.ts";
import { Card, Checkbox, JaNumberField } from "../../components/index.ts";
import { useWords } from "../../i18n/words.ts";
import { SegmentSelect } from "./segment-select.tsx";

/** Of whom, what a row says, and how alike people have to be. */
export function ResearchOptions({
  request,
  onChange,
}: {
  readonly request: ResearchRequest;
  readonly onChange: (request: ResearchRequest) => void;
}): ReactElement {
  const { t } = useTranslation("research");
  const words = useWords();
  const { suppress = researchDefaults.suppress, l = researchDefaults.l, k = leastResearchK } = request;
  return (
    <Card title={t("options")}>
      <SegmentSelect
        everybody
        value={request.segmentId}
        onChange={(segmentId) => {
          const { columns, facts } = request;
          onChange({ columns, facts, k, l, suppress, ...(segmentId === undefined ? {} : { segmentId }) });
        }}
      />
      <div className="stack-tight" role="group" aria-label={t("columns")}>
        <span className="field-label">{t("columns")}</span>
        {researchColumns.map((column) => (
          <Checkbox
            key={column}
            isSelected={request.columns.includes(column)}
            onChange={(on) => {
              const columns = researchColumns.filter((one) =>
                one === column ? on : request.columns.includes(one),
              );
              if (columns.length > 0) onChange({ ...request, columns });
            }}
          >
            {words.release(`dimension.${column}`)}
          </Checkbox>
        ))}
      </div>
      <div className="stack-tight" role="group" aria-label={t("facts")}>
        <span className="field-label">{t("facts")}</span>
        {researchFacts.map((fact) => (
          <Checkbox
            key={fact}
            isSelected={request.facts.includes(fact)}
            onChange={(on) =>
              onChange({
                ...request,
                facts: researchFacts.filter((one) => (one === fact ? on : request.facts.includes(one))),
              })
            }
          >
            {t(`fact.${fact}`)}
          </Checkbox>
        ))}
      </div>
      <JaNumberField
        label={t("k")}
        unit={t("peopleUnit")}
        hint={t("kHint", { least: leastResearchK })}
        min={leastResearchK}
        max={1000}
        value={k}
        onChange={(value) => onChange({ ...request, k: Math.round(value ?? leastResearchK) })}
      />
      <JaNumberField
        label={t("different")}
        hint={t("differentHint")}
        min={1}
        max={20}
        value={l}
        isDisabled={request.facts.length === 0}
        onChange={(value) => onChange({ ...request, l: Math.round(value ?? researchDefaults.l) })}
      />
      <JaNumberField
        label={t("leftOut")}
        unit={t("percentUnit")}
        hint={t("leftOutHint")}
        min={0}
        max={20}
        value={Math.round(100 * suppress)}
        onChange={(value) => onChange({ ...request, suppress: Math.round(value ?? 0) / 100 })}
      />
    </Card>
  );
}
