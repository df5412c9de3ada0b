import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import {
  countedMeasures,
  publicDimensions,
  type AggregateDimension,
  type AggregateRequest,
} from "../../../workers/terms/release.ts";
import { Select } from "../../components/index.ts";

/** Strengths of noise by the epsilon they stand for; smaller is stronger. */
const strengths = { strong: 0.3, usual: 1, light: 3 } as const;
type Strength = keyof typeof strengths | "none";

const names: readonly Strength[] = ["none", "strong", "usual", "light"];

/** Whether the numbers get noise in place of withheld cells, and how much. */
export function NoiseOption({
  request,
  onChange,
}: {
  readonly request: AggregateRequest;
  readonly onChange: (request: AggregateRequest) => void;
}): ReactElement {
  const { t } = useTranslation("aggregate");
  const epsilon = request.privacy?.epsilon;
  const value = names.find((name) => name !== "none" && strengths[name] === epsilon) ?? "none";
  return (
    <Select<Strength>
      label={t("noise.label")}
      value={value}
      options={names.map((name) => ({
        value: name,
        label: name === "none" ? t("noise.none") : t(`noise.${name}`, { epsilon: strengths[name] }),
      }))}
      onChange={(chosen) => {
        const { dimensions, k, segmentId } = request;
        const known: readonly AggregateDimension[] = publicDimensions;
        // Noise speaks of how many people there are: they are always counted.
        const measures = countedMeasures.filter((one) => one === "people" || request.measures.includes(one));
        onChange({
          dimensions: chosen === "none" ? dimensions : dimensions.filter((one) => known.includes(one)),
          ...(k !== undefined && { k }),
          ...(segmentId !== undefined && { segmentId }),
          ...(chosen === "none"
            ? { measures: request.measures.length > 0 ? request.measures : ["people"] }
            : { measures, privacy: { epsilon: strengths[chosen] } }),
        });
      }}
    />
  );
}
