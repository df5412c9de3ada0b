import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { CertificateEntry } from "../../../../workers/terms/erasure.ts";
import {
  Asked,
  Badge,
  Card,
  DateText,
  EmptyState,
  LinkButton,
  PageHeader,
  SmallTable,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { address } from "../../../state/route.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";

/** Every erasure there was, newest first. */
export function CertificatesScreen(): ReactElement {
  const { t } = useTranslation("certificates");
  const query = useVaultQuery("listCertificates", {}, ["record"]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Asked query={query}>{(certificates) => <List certificates={certificates} />}</Asked>
    </>
  );
}

function List({ certificates }: { readonly certificates: readonly CertificateEntry[] }): ReactElement {
  const { t } = useTranslation("certificates");
  const format = useFormat();
  if (certificates.length === 0)
    return (
      <Card>
        <EmptyState
          kind="nothing-yet"
          text={t("empty")}
          action={<LinkButton href={address("data", "customers")}>{t("toCustomers")}</LinkButton>}
        />
      </Card>
    );
  return (
    <Card title={t("list")}>
      <SmallTable
        caption={t("list")}
        rows={certificates}
        keyOf={(one) => one.number}
        columns={[
          {
            key: "number",
            title: t("number"),
            cell: (one) => (
              <a className="nowrap" href={address("record", "certificates", one.number)}>
                {one.number}
              </a>
            ),
          },
          { key: "at", title: t("at"), cell: (one) => <DateText iso={one.at} /> },
          { key: "reason", title: t("reason"), cell: (one) => one.reason },
          { key: "people", title: t("people"), number: true, cell: (one) => format.count(one.people) },
          { key: "rows", title: t("rows"), number: true, cell: (one) => format.count(one.rows) },
          { key: "proof", title: t("proof"), cell: (one) => <Proof hits={one.hits} /> },
        ]}
      />
    </Card>
  );
}

function Proof({ hits }: { readonly hits: number | undefined }): ReactElement {
  const { t } = useTranslation("certificates");
  const format = useFormat();
  if (hits === undefined) return <Badge tone="warn">{t("unproved")}</Badge>;
  const tone = hits === 0 ? "ok" : "danger";
  return (
    <Badge tone={tone} icon={tone}>
      {format.count(hits)}
    </Badge>
  );
}
