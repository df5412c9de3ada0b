import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { defaultDiversity, type AggregateRequest } from "../../../workers/terms/release.ts";
import type { AnalysableAttribute } from "../../../workers/terms/figures.ts";
import { Select } from "../../components/index.ts";
import { useWords } from "../../i18n/words.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";

const none: readonly AnalysableAttribute[] = [];

/** Special-category columns that were kept for analysis. */
export function useAttributes(): readonly AnalysableAttribute[] {
  const query = useVaultQuery("listAnalysableAttributes", {}, ["people"]);
  return query.state === "ready" ? query.value : none;
}

/** Which of the two dimensions nobody may learn of a known person; special-category columns always are. */
export function SensitiveOption({
  request,
  onChange,
}: {
  readonly request: AggregateRequest;
  readonly onChange: (request: AggregateRequest) => void;
}): ReactElement | null {
  const { t } = useTranslation("aggregate");
  const words = useWords();
  const attributes = useAttributes();
  if (request.dimensions.length === 0 || request.privacy !== undefined) return null;
  const special = request.dimensions.includes("specialAttribute");
  const chosen = special ? "specialAttribute" : request.sensitive?.dimension;
  const value = request.dimensions.find((one) => one === chosen) ?? "none";
  return (
    <>
      {special && (
        <Select
          label={t("attributeField")}
          value={String(request.attributeField ?? "")}
          options={attributes.map(({ id, heading }) => ({ value: String(id), label: heading }))}
          onChange={(id) => onChange({ ...request, attributeField: Number(id) })}
        />
      )}
      <Select
        label={t("sensitive")}
        value={value}
        isDisabled={special}
        options={[
          { value: "none" as const, label: t("sensitiveNone") },
          ...request.dimensions.map((one) => ({ value: one, label: words.release(`dimension.${one}`) })),
        ]}
        onChange={(dimension) => {
          const rest = { ...request };
          delete rest.sensitive;
          onChange(dimension === "none" ? rest : { ...rest, sensitive: { dimension } });
        }}
      />
      {value !== "none" && <p className="note">{t("diversityHint", { l: defaultDiversity })}</p>}
    </>
  );
}
