import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { withheldReasons, type ConsentedPreview } from "../../../workers/terms/release.ts";
import { Card, Personal, SmallTable } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";

/** Who of the segment stays, by reason; reasons that keep nobody are left out. */
export function WithheldTable({ preview }: { readonly preview: ConsentedPreview }): ReactElement {
  const { t } = useTranslation("consented");
  const words = useWords();
  const format = useFormat();
  const rows = withheldReasons
    .map((reason) => ({ reason, people: preview.withheld[reason] }))
    .filter(({ people }) => people > 0);
  if (rows.length === 0) return <p>{t("nobodyWithheld")}</p>;
  return (
    <SmallTable
      caption={t("withheldTitle")}
      rows={rows}
      keyOf={(row) => row.reason}
      columns={[
        { key: "reason", title: t("withheldTitle"), cell: (row) => words.release(`reason.${row.reason}`) },
        { key: "people", title: t("people"), number: true, cell: (row) => format.count(row.people) },
      ]}
    />
  );
}

/** The first rows exactly as the file would hold them; hidden while names are hidden. */
export function ConsentedSample({ preview }: { readonly preview: ConsentedPreview }): ReactElement {
  const { t } = useTranslation("consented");
  const rows = preview.sample.map((cells, index) => ({ index, cells }));
  return (
    <Card title={t("sampleTitle")}>
      <p className="note">{t("sampleText")}</p>
      <SmallTable
        caption={t("sampleTitle")}
        rows={rows}
        keyOf={(row) => row.index}
        columns={preview.columns.map((column, place) => ({
          key: `${place} ${column}`,
          title: column,
          cell: (row: (typeof rows)[number]) => {
            const cell = row.cells[place] ?? "";
            return cell === "" ? (
              t("blank")
            ) : (
              <span className="sample-cell">
                <Personal>{cell}</Personal>
              </span>
            );
          },
        }))}
      />
    </Card>
  );
}

/** Cells with characters the file's encoding does not have; their people stay. */
export function NotEncodable({ preview }: { readonly preview: ConsentedPreview }): ReactElement | null {
  const { t } = useTranslation("consented");
  if (preview.notEncodable.length === 0) return null;
  const rows = preview.notEncodable.map((line, index) => ({ ...line, index }));
  return (
    <>
      <p className="note">{t("notEncodableText")}</p>
      <SmallTable
        caption={t("notEncodableTitle")}
        rows={rows}
        keyOf={(row) => row.index}
        columns={[
          { key: "cell", title: t("cell"), cell: (row) => <Personal>{row.cell}</Personal> },
          { key: "characters", title: t("characters"), cell: (row) => row.characters },
        ]}
      />
    </>
  );
}
