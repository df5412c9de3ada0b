import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { IncidentCategory } from "../../../../workers/terms/incident.ts";
import { SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords, type Words } from "../../../i18n/words.ts";

/** Which data was among it, and of how many people, the most telling first. */
export function CategoryTable({
  categories,
}: {
  readonly categories: readonly IncidentCategory[];
}): ReactElement {
  const { t } = useTranslation("incidents");
  const words = useWords();
  const format = useFormat();
  if (categories.length === 0) return <p className="muted">{t("noData")}</p>;
  return (
    <SmallTable<IncidentCategory>
      caption={t("data")}
      rows={categories}
      keyOf={({ id }) => id}
      columns={[
        { key: "name", title: t("data"), cell: (category) => nameOf(category, words) },
        { key: "class", title: t("class"), cell: ({ class: kind }) => words.label("fieldClass", kind) },
        { key: "people", title: t("people"), number: true, cell: ({ people }) => format.count(people) },
      ]}
    />
  );
}

/** A column of a released file is called as it was there; a table by its own name. */
function nameOf({ id, table, name }: IncidentCategory, words: Words): string {
  if (id === table) return words.label("vaultTable", table);
  if (table === "release_people" || table === "attributes") return name;
  return words.label(table === "identifiers" ? "identifier" : "field", name);
}
