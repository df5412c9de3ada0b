import { useCallback, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { GroupReport } from "../../../../workers/terms/groups.ts";
import { barOption, ChartFigure, type Palette } from "../../../charts/index.ts";
import { SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { groupName } from "./group-name.ts";

interface Props {
  readonly report: GroupReport;
}

/** How many people each kind has, and how much they spend. */
export function GroupChart({ report }: Props): ReactElement {
  const { t } = useTranslation("groups");
  const format = useFormat();
  const words = useWords();
  const { groups, people, currency } = report;
  const spent = groups.reduce((sum, { revenue }) => sum + revenue, 0);
  const share = (revenue: number): number => (spent > 0 ? revenue / spent : 0);
  const option = useCallback(
    (palette: Palette) =>
      barOption(palette, {
        labels: groups.map((_, place) => t("number", { n: place + 1 })),
        series: [
          { name: t("sharePeople"), values: groups.map((group) => group.people / people) },
          {
            name: t("shareRevenue"),
            values: groups.map(({ revenue }) => (spent > 0 ? revenue / spent : 0)),
          },
        ],
        print: (value) => format.percent(value),
      }),
    [groups, people, spent, format, t],
  );
  const best = groups.reduce((most, own) => (own.revenue > most.revenue ? own : most));
  return (
    <ChartFigure
      finding={t("finding", {
        name: groupName(best, words),
        people: format.percent(best.people / people),
        revenue: format.percent(share(best.revenue)),
      })}
      subtitle={t("subtitle")}
      option={option}
      height={220}
      legend={[t("sharePeople"), t("shareRevenue")]}
      table={{
        columns: [
          { key: "name", title: t("kind"), cell: (row) => groupName(row, words) },
          { key: "people", title: t("people"), number: true, cell: (row) => format.count(row.people) },
          {
            key: "revenue",
            title: t("revenue"),
            number: true,
            cell: (row) => format.money(row.revenue, currency),
          },
        ],
        rows: groups,
        keyOf: (_, place) => place,
      }}
    />
  );
}

/** How each number of groups held up when it was tried on draws of the customers. */
export function StabilityTable({ report }: Props): ReactElement {
  const { t } = useTranslation("groups");
  const format = useFormat();
  return (
    <SmallTable
      caption={t("stabilityTitle")}
      columns={[
        { key: "k", title: t("groupsTried"), number: true, cell: (row) => format.count(row.k) },
        {
          key: "stability",
          title: t("stability"),
          number: true,
          cell: (row) => format.decimal(row.stability, 2),
        },
        {
          key: "silhouette",
          title: t("silhouette"),
          number: true,
          cell: (row) => format.decimal(row.silhouette, 2),
        },
      ]}
      rows={report.counts}
      keyOf={(row) => row.k}
    />
  );
}
