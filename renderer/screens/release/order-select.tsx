import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Select } from "../../components/index.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";

/** The orders of precedence a segment stands in; nothing where it stands in none. */
export function OrderSelect({
  segmentId,
  value,
  onChange,
}: {
  readonly segmentId: number | undefined;
  readonly value: number | undefined;
  readonly onChange: (priorityId: number | undefined) => void;
}): ReactElement | null {
  const { t } = useTranslation("consented");
  const query = useVaultQuery("listPriorities", {}, ["segments", "people", "consent", "insight"]);
  const lists =
    query.state === "ready"
      ? query.value.filter((list) => list.segments.some((place) => place.segmentId === segmentId))
      : [];
  if (lists.length === 0) return null;
  return (
    <Select
      label={t("order")}
      hint={t("orderNote")}
      value={value === undefined ? "none" : String(value)}
      options={[
        { value: "none", label: t("orderNone") },
        ...lists.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
      onChange={(chosen) => onChange(chosen === "none" ? undefined : Number(chosen))}
    />
  );
}
