import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { allOf } from "../../../workers/terms/segment-templates.ts";
import type { RfmReport } from "../../../workers/terms/insight.ts";
import {
  Asked,
  Card,
  NothingImported,
  PageHeader,
  ReviewNote,
  SmallTable,
  Withheld,
} from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { builderWith, choice } from "../audience/definition.ts";
import { RfmGrid } from "./rfm-grid.tsx";

/** Who bought lately, and how often: the grid of fifths and the groups it names. */
export function RfmScreen(): ReactElement {
  const { t } = useTranslation("rfm");
  const query = useVaultQuery("rfm", {}, ["insight", "people", "imports", "consent"]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Asked query={query}>
        {(report) => (report.people === 0 ? <NothingYet /> : <Report report={report} />)}
      </Asked>
    </>
  );
}

function NothingYet(): ReactElement {
  const { t } = useTranslation("rfm");
  return (
    <Card>
      <NothingImported text={t("emptyText")} />
    </Card>
  );
}

function Report({ report }: { readonly report: RfmReport }): ReactElement {
  const { t } = useTranslation("rfm");
  return (
    <>
      {report.review.verdict !== "do-not-use" && (
        <>
          <RfmGrid report={report} />
          <Groups report={report} />
        </>
      )}
      <Card title={t("trust")}>
        <ReviewNote review={report.review} />
        <Withheld people={report.withheld} />
      </Card>
    </>
  );
}

function Groups({ report }: { readonly report: RfmReport }): ReactElement {
  const { t } = useTranslation("rfm");
  const words = useWords();
  const format = useFormat();
  const { groups, people, currency } = report;
  const revenue = groups.reduce((sum, group) => sum + group.revenue, 0);
  const nameOf = (code: string): string => words.release(`value.rfmGroup.${code}`);
  return (
    <Card title={t("groupsTitle")}>
      <SmallTable
        caption={t("groupsTitle")}
        rows={groups}
        keyOf={(group) => group.code}
        columns={[
          { key: "group", title: t("group"), cell: (group) => nameOf(group.code) },
          {
            key: "meaning",
            title: t("meaning"),
            cell: (group) => <span className="muted">{t(`meanings.${meaningOf(group.code)}`)}</span>,
          },
          { key: "people", title: t("people"), number: true, cell: (group) => format.count(group.people) },
          {
            key: "share",
            title: t("share"),
            number: true,
            cell: (group) => format.percent(group.people / people, 1),
          },
          {
            key: "revenue",
            title: t("revenue"),
            number: true,
            cell: (group) => format.money(group.revenue, currency),
          },
          {
            key: "revenueShare",
            title: t("revenueShare"),
            number: true,
            cell: (group) => (revenue > 0 ? format.percent(group.revenue / revenue, 1) : "–"),
          },
          {
            key: "act",
            title: t("actions"),
            cell: (group) =>
              group.people > 0 && (
                <a
                  href={builderWith(allOf(choice("rfmGroup", group.code)))}
                  aria-label={t("segmentOf", { group: nameOf(group.code) })}
                >
                  {t("makeSegment")}
                </a>
              ),
          },
        ]}
      />
    </Card>
  );
}

const meanings = [
  "champions",
  "loyal",
  "potential",
  "new",
  "at-risk",
  "cannot-lose",
  "hibernating",
  "lost",
] as const;

function meaningOf(code: string): (typeof meanings)[number] | "other" {
  return meanings.find((known) => known === code) ?? "other";
}
