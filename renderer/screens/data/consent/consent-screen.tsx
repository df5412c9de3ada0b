import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { PurposeSummary } from "../../../../workers/terms/purpose.ts";
import { Asked, Badge, Card, LinkButton, NothingImported, PageHeader } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { address } from "../../../state/route.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { AsOfCard } from "./as-of-card.tsx";
import { ChangesCard } from "./changes-card.tsx";

/** How the customers stand towards each purpose today, and how many of them it may be pursued for. */
export function ConsentScreen(): ReactElement {
  const { t } = useTranslation("consent");
  const query = useVaultQuery("consentSummary", {}, ["consent", "people", "imports"]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Asked query={query}>
        {(purposes) => {
          const nobody = purposes.every((one) => one.granted + one.denied + one.unknown === 0);
          return nobody ? <NothingYet /> : <Purposes purposes={purposes} />;
        }}
      </Asked>
    </>
  );
}

function NothingYet(): ReactElement {
  const { t } = useTranslation("consent");
  return (
    <Card>
      <NothingImported text={t("empty")} />
    </Card>
  );
}

function Purposes({ purposes }: { readonly purposes: readonly PurposeSummary[] }): ReactElement {
  const { t } = useTranslation("consent");
  return (
    <>
      <div className="columns-2">
        {purposes.map((purpose) => (
          <PurposeCard key={purpose.purpose} purpose={purpose} />
        ))}
      </div>
      <AsOfCard />
      <ChangesCard />
      <Card title={t("howTitle")}>
        <ul className="plain-list">
          <li>{t("howFile")}</li>
          <li>{t("howHand")}</li>
          <li>{t("howBlank")}</li>
        </ul>
        <div className="row">
          <LinkButton icon="person" href={address("data", "customers")}>
            {t("toCustomers")}
          </LinkButton>
          <LinkButton icon="file" href={address("data", "import")}>
            {t("importFile")}
          </LinkButton>
        </div>
      </Card>
    </>
  );
}

function PurposeCard({ purpose }: { readonly purpose: PurposeSummary }): ReactElement {
  const { t } = useTranslation("consent");
  const words = useWords();
  const format = useFormat();
  const people = purpose.granted + purpose.denied + purpose.unknown;
  const share = people === 0 ? 0 : purpose.permitted / people;
  const asked = purpose.basis === "consent";
  return (
    <Card title={words.label("purpose", purpose.purpose)}>
      <p className="row">
        <span className="note">{t("basis")}</span>
        <Badge icon={asked ? "check" : "info"}>{words.label("basis", purpose.basis)}</Badge>
      </p>
      <div className="stack-tight">
        <div className="row-apart">
          <strong>{t("permitted", { people: format.count(purpose.permitted) })}</strong>
          <span className="note">
            {t("ofAll", { people: format.count(people), share: format.percent(share) })}
          </span>
        </div>
        <span className="bar-meter gate" aria-hidden="true">
          <span style={{ width: `${String(share * 100)}%` }} />
        </span>
        <p className="note">{t(asked ? "ruleConsent" : "ruleOther")}</p>
      </div>
      <dl className="counts">
        <div>
          <dt>{words.label("consent", "granted")}</dt>
          <dd>{format.count(purpose.granted)}</dd>
        </div>
        <div>
          <dt>{words.label("consent", "denied")}</dt>
          <dd>{format.count(purpose.denied)}</dd>
        </div>
        <div>
          <dt>{words.label("consent", "unknown")}</dt>
          <dd>{format.count(purpose.unknown)}</dd>
        </div>
      </dl>
    </Card>
  );
}
