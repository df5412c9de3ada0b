import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { DataMap } from "../../../../workers/terms/data-map.ts";
import {
  Asked,
  Card,
  DateText,
  Kpi,
  Kpis,
  NothingImported,
  PageHeader,
  SmallTable,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { DietCard } from "./diet-card.tsx";
import { FieldTable } from "./field-table.tsx";
import { FlowPicture } from "./flow-picture.tsx";

/** The data map: what the vault holds about people, where from, what for, with what use, and what is wanting. */
export function DataMapScreen(): ReactElement {
  const { t } = useTranslation("dataMap");
  const query = useVaultQuery("dataMap", {}, [
    "vault",
    "people",
    "imports",
    "quarantine",
    "consent",
    "insight",
    "segments",
    "releases",
  ]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Asked query={query}>
        {(map) => (map.sources.length + map.people === 0 ? <NothingYet /> : <WholeMap map={map} />)}
      </Asked>
    </>
  );
}

function NothingYet(): ReactElement {
  const { t } = useTranslation("dataMap");
  return (
    <Card>
      <NothingImported text={t("empty")} />
    </Card>
  );
}

function WholeMap({ map }: { readonly map: DataMap }): ReactElement {
  const { t } = useTranslation("dataMap");
  const format = useFormat();
  const own = map.fields.filter((field) => !field.working && field.rows > 0);
  const filled = own.filter((field) => field.filled > 0);
  return (
    <>
      <Kpis>
        <Kpi name={t("kpiFields")} value={format.count(filled.length)} />
        <Kpi
          name={t("kpiTelling")}
          value={format.count(filled.filter(({ class: kind }) => kind === "identifier").length)}
        />
        <Kpi
          name={t("kpiUnused")}
          value={format.count(own.filter(({ gaps }) => gaps.includes("unused")).length)}
        />
        <Kpi name={t("kpiRefused")} value={format.count(map.refused.length)} />
      </Kpis>
      <Card>
        <FlowPicture map={map} />
      </Card>
      <Card title={t("fieldsTitle")}>
        <p className="note">{t("fieldsNote")}</p>
        <FieldTable caption={t("fieldsTitle")} fields={own} />
      </Card>
      <DietCard />
      <Sources map={map} />
      <Refused map={map} />
      <Card title={t("workingTitle")}>
        <p className="note">{t("workingNote")}</p>
        <FieldTable
          caption={t("workingTitle")}
          fields={map.fields.filter((field) => field.working && field.filled > 0)}
        />
      </Card>
    </>
  );
}

function Sources({ map }: { readonly map: DataMap }): ReactElement {
  const { t } = useTranslation("dataMap");
  const words = useWords();
  const format = useFormat();
  return (
    <Card title={t("sourcesTitle")}>
      <SmallTable
        caption={t("sourcesTitle")}
        rows={map.sources}
        keyOf={({ name }) => name}
        columns={[
          { key: "name", title: t("source"), cell: ({ name }) => name },
          {
            key: "party",
            title: t("party"),
            cell: ({ party }) => (party === undefined ? t("partyUnsaid") : words.label("mapParty", party)),
          },
          { key: "imports", title: t("imports"), number: true, cell: ({ imports }) => format.count(imports) },
          { key: "since", title: t("since"), cell: ({ since }) => <DateText iso={since} /> },
          { key: "until", title: t("until"), cell: ({ until }) => <DateText iso={until} /> },
        ]}
      />
    </Card>
  );
}

/** What files brought and the gate did not take. */
function Refused({ map }: { readonly map: DataMap }): ReactElement | null {
  const { t } = useTranslation("dataMap");
  const format = useFormat();
  if (map.refused.length === 0) return null;
  return (
    <Card title={t("refusedTitle")}>
      <p className="note">{t("refusedNote")}</p>
      <SmallTable
        caption={t("refusedTitle")}
        rows={map.refused}
        keyOf={({ heading, source }) => `${source} ${heading}`}
        columns={[
          { key: "heading", title: t("heading"), cell: ({ heading }) => heading },
          { key: "source", title: t("source"), cell: ({ source }) => source },
          { key: "files", title: t("files"), number: true, cell: ({ files }) => format.count(files) },
        ]}
      />
    </Card>
  );
}
