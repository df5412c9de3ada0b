import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import {
  aggregateMeasures,
  countedMeasures,
  type AggregateMeasure,
  type AggregateRequest,
} from "../../../workers/terms/release.ts";
import { Checkbox } from "../../components/index.ts";

const derived = aggregateMeasures.filter((one) => !countedMeasures.some((counted) => counted === one));

/** Which figures a table holds: what adds up first, then what follows from it. With noise only what adds up. */
export function MeasureChoice({
  request,
  onChange,
}: {
  readonly request: AggregateRequest;
  readonly onChange: (request: AggregateRequest) => void;
}): ReactElement {
  const { t } = useTranslation("aggregate");
  const noisy = request.privacy !== undefined;
  const toggle = (measure: AggregateMeasure, on: boolean): void => {
    const measures = aggregateMeasures.filter((one) =>
      one === measure ? on : request.measures.includes(one),
    );
    if (measures.length > 0) onChange({ ...request, measures });
  };
  const box = (measure: AggregateMeasure): ReactElement => (
    <Checkbox
      key={measure}
      isSelected={request.measures.includes(measure)}
      isDisabled={measure === "people" && noisy}
      onChange={(on) => toggle(measure, on)}
    >
      {t(`measure.${measure}`)}
    </Checkbox>
  );
  return (
    <>
      <div className="stack-tight" role="group" aria-label={t("measures")}>
        <span className="field-label">{t("measures")}</span>
        {countedMeasures.map(box)}
      </div>
      {!noisy && (
        <details>
          <summary>{t("moreMeasures")}</summary>
          <div className="stack-tight" role="group" aria-label={t("moreMeasures")}>
            {derived.map(box)}
          </div>
        </details>
      )}
    </>
  );
}
