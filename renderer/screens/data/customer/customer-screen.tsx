import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerView } from "../../../../workers/terms/people.ts";
import {
  Asked,
  Badge,
  Card,
  DateText,
  EmptyState,
  Facts,
  Kpi,
  Kpis,
  LinkButton,
  Money,
  Personal,
  SmallTable,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { address } from "../../../state/route.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import type { ScreenProps } from "../../screen-props.ts";
import { MembershipCard } from "../../audience/membership.tsx";
import { useValueLabel } from "../../audience/value-label.ts";
import { ConsentCard } from "./consent-card.tsx";
import { Entries } from "./entries.tsx";
import { EraseCard } from "./erase-card.tsx";
import { MergedCard } from "./merged-card.tsx";
import { Orders } from "./orders.tsx";
import { RightsCard } from "./rights-card.tsx";
import { Scores } from "./scores.tsx";

/** Everything the vault holds of one customer, and what may be done with it. */
export function CustomerScreen({ rest }: ScreenProps): ReactElement {
  const { t } = useTranslation("customer");
  const id = Number(rest[0]);
  return (
    <>
      <div>
        <LinkButton kind="quiet" icon="left" href={address("data", "customers")}>
          {t("toList")}
        </LinkButton>
      </div>
      {Number.isInteger(id) && id > 0 ? (
        <Customer id={id} />
      ) : (
        <Card>
          <EmptyState kind="no-match" text={t("noSuch")} />
        </Card>
      )}
    </>
  );
}

function Customer({ id }: { readonly id: number }): ReactElement {
  const query = useVaultQuery("showCustomer", { customerId: id }, [
    "people",
    "consent",
    "insight",
    "releases",
  ]);
  return (
    <>
      <Asked query={query}>
        {(view) => (
          <>
            <Head view={view} />
            <div className="columns-2 top">
              <Fields view={view} />
              <Identifiers view={view} />
            </div>
            <MergedCard customerId={view.row.id} />
            <ConsentCard view={view} />
            <Scores view={view} />
            <Orders view={view} />
            <Entries customerId={id} />
            <MembershipCard customerId={id} />
            <Releases view={view} />
            <RightsCard view={view} />
          </>
        )}
      </Asked>
      <EraseCard customerId={id} there={query.state === "ready"} />
    </>
  );
}

function Head({ view }: { readonly view: CustomerView }): ReactElement {
  const { t } = useTranslation("customer");
  const format = useFormat();
  const { row } = view;
  return (
    <>
      <header className="page-header">
        <h1>
          <Personal>{row.name}</Personal>
        </h1>
        <p className="page-lead row">
          {row.reading !== undefined && <Personal>{row.reading}</Personal>}
          <span>{t("number", { id: row.id })}</span>
        </p>
      </header>
      <Kpis>
        <Kpi name={t("orders")} value={format.count(row.orders)} />
        <Kpi name={t("revenue")} value={<Money minor={row.revenue} currency={row.currency} />} />
        <Kpi
          name={t("lastOrder")}
          value={row.lastOrder === undefined ? "–" : <DateText iso={row.lastOrder} />}
          note={row.firstOrder === undefined ? undefined : t("since", { day: format.day(row.firstOrder) })}
        />
        <Kpi name={t("rfm")} value={row.rfm ?? "–"} note={t("rfmNote")} />
      </Kpis>
    </>
  );
}

/** Fields that do not tell who somebody is, so that masking may leave them. */
const openFields = new Set(["prefecture", "country", "age_band", "gender", "registered_on"]);

function Fields({ view }: { readonly view: CustomerView }): ReactElement {
  const { t } = useTranslation("customer");
  const words = useWords();
  const valueLabel = useValueLabel();
  const sources = [...new Set(view.fields.map((field) => field.source))];
  return (
    <Card title={t("who")}>
      {view.fields.length === 0 ? (
        <p className="muted">{t("noFields")}</p>
      ) : (
        <Facts
          items={view.fields.map((field) => ({
            name: words.label("field", field.name),
            value: (
              <>
                {openFields.has(field.name) ? (
                  valueLabel(field.name, field.value)
                ) : (
                  <Personal>{field.value}</Personal>
                )}
                {sources.length > 1 && <div className="note">{words.label("source", field.source)}</div>}
              </>
            ),
          }))}
        />
      )}
      {sources.length === 1 && (
        <p className="note">{t("allFrom", { source: words.label("source", sources[0] ?? "") })}</p>
      )}
    </Card>
  );
}

function Identifiers({ view }: { readonly view: CustomerView }): ReactElement {
  const { t } = useTranslation("customer");
  const words = useWords();
  return (
    <Card title={t("identifiers")}>
      {view.identifiers.length === 0 ? (
        <p className="muted">{t("noIdentifiers")}</p>
      ) : (
        <SmallTable
          caption={t("identifiers")}
          rows={view.identifiers}
          keyOf={(_, index) => index}
          columns={[
            {
              key: "kind",
              title: t("kind"),
              cell: (one) => <span className="nowrap">{words.label("identifier", one.kind)}</span>,
            },
            { key: "value", title: t("value"), cell: (one) => <Personal>{one.value}</Personal> },
            {
              key: "source",
              title: t("sourceSince"),
              cell: (one) => (
                <>
                  {words.label("source", one.source)}
                  <div className="note nowrap">
                    <DateText iso={one.since} />
                  </div>
                </>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}

function Releases({ view }: { readonly view: CustomerView }): ReactElement {
  const { t } = useTranslation("customer");
  const words = useWords();
  return (
    <Card title={t("releases")}>
      {view.releases.length === 0 ? (
        <p className="muted">{t("noReleases")}</p>
      ) : (
        <SmallTable
          caption={t("releases")}
          rows={view.releases}
          keyOf={(one) => one.releaseId}
          columns={[
            { key: "at", title: t("at"), cell: (one) => <DateText iso={one.at} /> },
            { key: "purpose", title: t("purpose"), cell: (one) => words.label("purpose", one.purpose) },
            {
              key: "recipient",
              title: t("recipient"),
              cell: (one) => <Badge icon="release">{words.label("recipient", one.recipient)}</Badge>,
            },
            {
              key: "id",
              title: t("release"),
              cell: (one) => (
                <a href={address("release", "left", one.releaseId)}>
                  {t("releaseNumber", { id: one.releaseId })}
                </a>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}
