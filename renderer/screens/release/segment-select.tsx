import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Asked, Select } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useSession } from "../../state/session.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";

/** One of the saved segments, or everybody where that is allowed. */
export function SegmentSelect({
  value,
  everybody = false,
  onChange,
}: {
  /** Undefined is everybody, or nothing chosen yet. */
  readonly value: number | undefined;
  readonly everybody?: boolean;
  readonly onChange: (segmentId: number | undefined) => void;
}): ReactElement {
  const { t } = useTranslation("left");
  const format = useFormat();
  const language = useSession((session) => session.language);
  const query = useVaultQuery("listSegments", { language }, ["segments", "people", "consent", "insight"]);
  return (
    <Asked query={query}>
      {(segments) => (
        <Select
          label={t("ofWhom")}
          value={value === undefined ? (everybody ? "everybody" : undefined) : String(value)}
          options={[
            ...(everybody ? [{ value: "everybody", label: t("everybody") }] : []),
            ...segments.map((segment) => ({
              value: String(segment.id),
              label: segment.name,
              aside: t("peopleCount", { count: segment.people, people: format.count(segment.people) }),
            })),
          ]}
          onChange={(chosen) => onChange(chosen === "everybody" ? undefined : Number(chosen))}
        />
      )}
    </Asked>
  );
}
