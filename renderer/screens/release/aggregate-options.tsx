import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import {
  aggregateDimensions,
  defaultK,
  publicDimensions,
  type AggregateDimension,
  type AggregateRequest,
} from "../../../workers/terms/release.ts";
import { Card, Checkbox, JaNumberField, Select } from "../../components/index.ts";
import { useWords } from "../../i18n/words.ts";
import { MeasureChoice } from "./measure-choice.tsx";
import { NoiseOption } from "./noise-option.tsx";
import { SegmentSelect } from "./segment-select.tsx";
import { SensitiveOption, useAttributes } from "./sensitive-option.tsx";

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
  const attributes = useAttributes();
  const [row = "none", column = "none"] = request.dimensions;
  const setDimensions = (chosen: readonly Dimension[]): void =>
    onChange({
      ...request,
      ...(chosen.includes("specialAttribute") && {
        attributeField: request.attributeField ?? attributes[0]?.id ?? 0,
      }),
      dimensions: [...new Set(chosen)].filter((one): one is AggregateDimension => one !== "none"),
    });
  // With noise only what has the same lines whoever is in the vault.
  // Special-category columns are offered where one was kept for analysis.
  const offered =
    request.privacy === undefined
      ? aggregateDimensions.filter((one) => one !== "specialAttribute" || attributes.length > 0)
      : publicDimensions;
  const options = (but: Dimension) => [
    { value: "none" as const, label: t("noDimension") },
    ...offered
      .filter((dimension) => dimension !== but)
      .map((dimension) => ({ value: dimension, label: words.release(`dimension.${dimension}`) })),
  ];
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
      <MeasureChoice request={request} onChange={onChange} />
      <SensitiveOption request={request} onChange={onChange} />
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
      {request.privacy === undefined && (
        <Checkbox isSelected={request.page === true} onChange={(page) => onChange({ ...request, page })}>
          {t("page")}
        </Checkbox>
      )}
    </Card>
  );
}
