import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerGroup, GroupField, GroupReport } from "../../../../workers/terms/groups.ts";
import { Card, Facts } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { entryText } from "../churn/field-text.ts";
import { groupName } from "./group-name.ts";

const counts: ReadonlySet<GroupField> = new Set(["orders", "returns", "breadth", "recentVisits"]);

/** Each kind of customer: its name, its size, and what it has more or less of. */
export function GroupCards({ report }: { readonly report: GroupReport }): ReactElement {
  return (
    <>
      {report.groups.map((group, place) => (
        <GroupCard key={place} group={group} place={place} report={report} />
      ))}
    </>
  );
}

function GroupCard({
  group,
  place,
  report: { people, currency },
}: {
  readonly group: CustomerGroup;
  readonly place: number;
  readonly report: GroupReport;
}): ReactElement {
  const { t } = useTranslation("groups");
  const format = useFormat();
  const words = useWords();
  const entry = (field: GroupField, value: number): string =>
    entryText(field, value, currency, { format, words });
  // A mean of counts to a tenth, so that 0.4 returns do not read as none.
  const meanText = (field: GroupField, mean: number): string =>
    counts.has(field) ? format.decimal(mean, 1) : entry(field, mean);
  return (
    <Card title={t("groupTitle", { n: place + 1, name: groupName(group, words) })}>
      <Facts
        items={[
          {
            name: t("people"),
            value: t("peopleOf", {
              people: format.count(group.people),
              share: format.percent(group.people / people),
            }),
          },
          { name: t("meanOrders"), value: format.decimal(group.meanOrders, 1) },
          { name: t("meanSinceLast"), value: entry("sinceLast", group.meanSinceLast) },
          { name: t("meanAmount"), value: entry("meanAmount", group.meanAmount) },
          ...(group.channel
            ? [
                {
                  name: t("channel"),
                  value: t("channelShare", {
                    name: group.channel.name,
                    share: format.percent(group.channel.share),
                    overall: format.percent(group.channel.overall),
                  }),
                },
              ]
            : []),
        ]}
      />
      {group.traits.length > 0 && (
        <ul className="path-list">
          {group.traits.map(({ field, direction, mean, overall }) => (
            <li key={field}>
              {t(direction === "high" ? "traitHigh" : "traitLow", {
                field: words.label("churnField", field),
                mean: meanText(field, mean),
                overall: meanText(field, overall),
              })}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
