import { useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { DataMap, MapLink } from "../../../../workers/terms/data-map.ts";
import { Button, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { BOX, layFlow, type FlowNode } from "./flow-layout.ts";

/** Sources, tables and purposes as boxes with ribbons between them; the same links as a table at a press. */
export function FlowPicture({ map }: { readonly map: DataMap }): ReactElement {
  const { t } = useTranslation("dataMap");
  const words = useWords();
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const flow = useMemo(() => layFlow(map.fromSources, map.toPurposes), [map]);
  const table = (id: string): string => words.label("mapTable", id);
  const name = (node: FlowNode): string =>
    node.column === 0 ? node.id : node.column === 1 ? table(node.id) : words.label("purpose", node.id);
  const links = [
    ...map.fromSources.map((link) => ({ link, from: link.from, to: table(link.to), rows: true })),
    ...map.toPurposes.map((link) => ({
      link,
      from: table(link.from),
      to: words.label("purpose", link.to),
      rows: false,
    })),
  ];
  const weight = (link: MapLink, rows: boolean): string =>
    t(rows ? "weightRows" : "weightFields", { count: link.weight, weight: format.count(link.weight) });
  const finding = t("pictureFinding", {
    sources: map.sources.length,
    fields: map.fields.filter((field) => !field.working && field.filled > 0).length,
    purposes: new Set(map.toPurposes.map(({ to }) => to)).size,
  });
  return (
    <figure className="chart" aria-label={finding}>
      <div className="chart-head">
        <figcaption>{finding}</figcaption>
        <Button kind="quiet" icon={asTable ? "chart" : "table"} onPress={() => setAsTable(!asTable)}>
          {asTable ? t("showPicture") : t("showTable")}
        </Button>
      </div>
      {asTable ? (
        <SmallTable
          caption={finding}
          rows={links}
          keyOf={(_, index) => index}
          columns={[
            { key: "from", title: t("from"), cell: (row) => row.from },
            { key: "to", title: t("to"), cell: (row) => row.to },
            { key: "weight", title: t("weight"), cell: (row) => weight(row.link, row.rows) },
          ]}
        />
      ) : (
        <svg
          className="flow-picture"
          role="img"
          aria-label={finding}
          viewBox={`0 -26 ${String(flow.width)} ${String(flow.height + 30)}`}
        >
          {(["sources", "tables", "purposes"] as const).map((title, column) => (
            <text key={title} className="flow-title" x={column * ((flow.width - BOX) / 2)} y={-10}>
              {t(`column.${title}`)}
            </text>
          ))}
          {flow.ribbons.map(({ link, path, width }, index) => (
            <path key={index} className="flow-ribbon" d={path} strokeWidth={width}>
              <title>{`${links[index]?.from ?? ""} → ${links[index]?.to ?? ""}: ${weight(link, links[index]?.rows ?? false)}`}</title>
            </path>
          ))}
          {flow.nodes.map((node) => (
            <g
              key={`${String(node.column)} ${node.id}`}
              transform={`translate(${String(node.x)} ${String(node.y)})`}
            >
              <rect className="flow-box" width={BOX} height={node.height} rx={6} />
              <text x={12} y={node.height / 2} dominantBaseline="central">
                {short(name(node))}
                <title>{name(node)}</title>
              </text>
            </g>
          ))}
        </svg>
      )}
    </figure>
  );
}

const WIDEST = 24;

/** A name that fits its box: full-width letters count two. */
function short(name: string): string {
  let width = 0;
  let text = "";
  for (const letter of name) {
    width += letter.charCodeAt(0) > 0xff ? 2 : 1;
    if (width > WIDEST) return `${text}…`;
    text += letter;
  }
  return text;
}
