import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import {
  aggregateDimensions,
  aggregateMeasures,
  defaultK,
  publicDimensions,
  type AggregateDimension,
  type AggregateMeasure,
  type AggregateRequest,
} from "../../../workers/terms/release.ts";
import { Card, Checkbox, JaNumberField, Select } from "../../components/index.ts";
import { useWords } from "../../i18n/words.ts";
import { NoiseOption } from "./noise-option.tsx";
import { SegmentSelect } from "./segment-select.tsx";

type Dimension = AggregateDimension | "none";

/** Of whom, by what, which numbers, and the smallest number of people a cell may speak of. */
export function AggregateOptions({
  request,
  onChange,
}: {
  readonly request: AggregateRequest;
  readonly onChange: (request: AggregateRequest) => void;
}): ReactElement {
  const { t } = useTranslation("aggregate");
  const words = useWords();
  const [row = "none", column = "none"] = request.dimensions;
  const setDimensions = (chosen: readonly Dimension[]): void =>
    onChange({
      ...request,
      dimensions: [...new Set(chosen)].filter((one): one is AggregateDimension => one !== "none"),
    });
  // With noise only what has the same lines whoever is in the vault.
  const offered = request.privacy === undefined ? aggregateDimensions : publicDimensions;
  const options = (but: Dimension) => [
    { value: "none" as const, label: t("noDimension") },
    ...offered
      .filter((dimension) => dimension !== but)
      .map((dimension) => ({ value: dimension, label: words.release(`dimension.${dimension}`) })),
  ];
  const measureLabel: Readonly<Record<AggregateMeasure, string>> = {
    people: t("measure.people"),
    orders: t("measure.orders"),
    revenue: t("measure.revenue"),
  };
  const toggle = (measure: AggregateMeasure, on: boolean): void => {
    const measures = aggregateMeasures.filter((one) =>
      one === measure ? on : request.measures.includes(one),
    );
    if (measures.length > 0) onChange({ ...request, measures: [...measures] });
  };
  return (
    <Card title={t("options")}>
      <SegmentSelect
        everybody
        value={request.segmentId}
        onChange={(segmentId) => {
          const { dimensions, measures, k = defaultK, privacy } = request;
          onChange({
            dimensions,
            measures,
            k,
            ...(privacy && { privacy }),
            ...(segmentId === undefined ? {} : { segmentId }),
          });
        }}
      />
      <Select<Dimension>
        label={t("rows")}
        value={row}
        options={options("none")}
        onChange={(chosen) => setDimensions([chosen, column])}
      />
      <Select<Dimension>
        label={t("columns")}
        value={column}
        options={options(row)}
        isDisabled={row === "none"}
        onChange={(chosen) => setDimensions([row, chosen])}
      />
      <div className="stack-tight" role="group" aria-label={t("measures")}>
        <span className="field-label">{t("measures")}</span>
        {aggregateMeasures.map((measure) => (
          <Checkbox
            key={measure}
            isSelected={request.measures.includes(measure)}
            isDisabled={measure === "people" && request.privacy !== undefined}
            onChange={(on) => toggle(measure, on)}
          >
            {measureLabel[measure]}
          </Checkbox>
        ))}
      </div>
      <NoiseOption request={request} onChange={onChange} />
      <JaNumberField
        label={t("k")}
        unit={t("peopleUnit")}
        hint={t("kHint", { least: defaultK })}
        min={defaultK}
        max={1000}
        value={request.k ?? defaultK}
        onChange={(k) => onChange({ ...request, k: Math.round(k ?? defaultK) })}
      />
    </Card>
  );
}
