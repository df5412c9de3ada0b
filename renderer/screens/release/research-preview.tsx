import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ResearchPreview } from "../../../workers/terms/research-file.ts";
import { Card, Facts, Notice, ReviewNote } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";

/** What the file would hold, what it loses, how hard it is to find somebody in it, and whether it may leave. */
export function ResearchPreviewCard({ preview }: { readonly preview: ResearchPreview }): ReactElement {
  const { t } = useTranslation("research");
  const { made, refusedBeside, review } = preview;
  return (
    <Card title={t("preview")}>
      {made === undefined ? (
        <Notice tone="warn">
          <p>{t("nothing")}</p>
        </Notice>
      ) : (
        <Made preview={preview} made={made} />
      )}
      {refusedBeside && (
        <Notice tone="warn">
          <p>{t("beside", { releases: refusedBeside.join(", ") })}</p>
        </Notice>
      )}
      <ReviewNote review={review} />
    </Card>
  );
}

function Made({
  preview,
  made,
}: {
  readonly preview: ResearchPreview;
  readonly made: NonNullable<ResearchPreview["made"]>;
}): ReactElement {
  const { t } = useTranslation("research");
  const words = useWords();
  const format = useFormat();
  const level = ({ level: at, height, loss }: (typeof made.columns)[number]) =>
    t("level", { level: at, height, loss: format.percent(loss) });
  return (
    <>
      <Facts
        items={[
          {
            name: t("rows"),
            value: t("rowsOf", { rows: format.count(preview.rows), people: format.count(preview.people) }),
          },
          { name: t("classes"), value: format.count(made.classes) },
          { name: t("smallest"), value: format.count(made.smallest) },
          {
            name: t("risk"),
            value: t("riskChange", {
              before: format.percent(made.riskBefore, 1),
              after: format.percent(made.riskAfter, 1),
            }),
          },
          { name: t("loss"), value: format.percent(made.loss) },
          ...made.columns.map((column) => ({
            name: words.release(`dimension.${column.column}`),
            value: level(column),
          })),
        ]}
      />
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- reached by keyboard, so that a wide table scrolls without a mouse */}
      <div className="table-scroll" role="group" aria-label={t("sample")} tabIndex={0}>
        <table className="small-table">
          <caption>{t("sample")}</caption>
          <thead>
            <tr>
              {made.header.map((heading) => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {made.sample.map((row, at) => (
              // Rows that are alike are what the file is for: only their place tells them apart.
              <tr key={at}>
                {row.map((cell, column) => (
                  <td key={made.header[column]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
