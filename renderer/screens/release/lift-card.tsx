import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { HoldoutResult } from "../../../workers/terms/holdout.ts";
import { Asked, Button, Card, LinkButton, Notice, Personal, SmallTable } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { address } from "../../state/route.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { BuyersPart } from "./buyers-part.tsx";

const topics = ["releases", "people", "imports", "consent"] as const;
const LISTED = 100;

/** Releases that kept a control, and what each did; nothing while there is none. */
export function LiftCard(): ReactElement | null {
  const { t } = useTranslation("lift");
  const format = useFormat();
  const [shown, setShown] = useState<number>();
  const query = useVaultQuery("listHoldouts", {}, ["releases"]);
  if (query.state === "ready" && query.value.length === 0) return null;
  return (
    <Card title={t("title")}>
      <p className="note">{t("text")}</p>
      <Asked query={query}>
        {(holdouts) => (
          <SmallTable
            caption={t("title")}
            rows={holdouts}
            keyOf={(one) => one.releaseId}
            columns={[
              { key: "at", title: t("at"), cell: ({ at }) => format.moment(at) },
              { key: "segment", title: t("segment"), cell: ({ segment }) => segment },
              {
                key: "treated",
                title: t("treated"),
                number: true,
                cell: ({ treated }) => format.count(treated),
              },
              {
                key: "control",
                title: t("control"),
                number: true,
                cell: ({ control }) => format.count(control),
              },
              {
                key: "act",
                title: t("actions"),
                cell: ({ releaseId, at }) => (
                  <Button
                    aria-label={t("showNamed", { at: format.moment(at) })}
                    aria-pressed={releaseId === shown}
                    onPress={() => setShown(releaseId)}
                  >
                    {t("show")}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Asked>
      {shown !== undefined && <Result key={shown} releaseId={shown} />}
    </Card>
  );
}

function Result({ releaseId }: { readonly releaseId: number }): ReactElement {
  const { t } = useTranslation("lift");
  const [listing, setListing] = useState(false);
  const query = useVaultQuery("holdoutResult", { releaseId }, topics);
  return (
    <>
      <Asked query={query}>{(result) => <Told result={result} />}</Asked>
      <BuyersPart releaseId={releaseId} />
      {listing ? (
        <HeldOut releaseId={releaseId} />
      ) : (
        <div>
          <Button kind="quiet" onPress={() => setListing(true)}>
            {t("who")}
          </Button>
        </div>
      )}
    </>
  );
}

function Told({ result }: { readonly result: HoldoutResult }): ReactElement {
  const { t } = useTranslation("lift");
  const format = useFormat();
  const { treated, control, ratio, extraOfHundred, currency } = result;
  const number = (value: number | undefined): string =>
    value === undefined ? "–" : format.decimal(value, 2);
  const share = (buyers: number, people: number): string =>
    people === 0 ? "–" : format.percent(buyers / people);
  return (
    <div className="stack-tight" role="status">
      <Notice tone={result.verdict === "open" ? "info" : "ok"} title={t(`verdict.${result.verdict}`)}>
        <p>
          {result.to === undefined
            ? t("noOrders", { from: format.day(result.from) })
            : t("extra", {
                from: format.day(result.from),
                to: format.day(result.to),
                estimate: number(extraOfHundred.estimate),
                low: number(extraOfHundred.low),
                high: number(extraOfHundred.high),
              })}
        </p>
      </Notice>
      <SmallTable
        caption={t("arms")}
        rows={[
          { name: t("treated"), arm: treated },
          { name: t("control"), arm: control },
        ]}
        keyOf={({ name }) => name}
        columns={[
          { key: "name", title: t("arm"), cell: ({ name }) => name },
          { key: "people", title: t("people"), number: true, cell: ({ arm }) => format.count(arm.people) },
          { key: "buyers", title: t("buyers"), number: true, cell: ({ arm }) => format.count(arm.buyers) },
          {
            key: "share",
            title: t("share"),
            number: true,
            cell: ({ arm }) => share(arm.buyers, arm.people),
          },
          {
            key: "revenue",
            title: t("revenue"),
            number: true,
            cell: ({ arm }) => format.money(arm.revenue, currency),
          },
        ]}
      />
      <p className="note">
        {t("ratio", {
          estimate: number(ratio.estimate),
          low: number(ratio.low),
          high: number(ratio.high),
        })}
      </p>
      <p className="note">{t("always")}</p>
      {result.reachedElsewhere > 0 && (
        <p className="note">{t("elsewhere", { people: format.count(result.reachedElsewhere) })}</p>
      )}
    </div>
  );
}

function HeldOut({ releaseId }: { readonly releaseId: number }): ReactElement {
  const { t } = useTranslation("lift");
  const format = useFormat();
  const query = useVaultQuery("listHeldOut", { releaseId, offset: 0, limit: LISTED }, ["releases", "people"]);
  return (
    <Asked query={query}>
      {({ total, rows }) => (
        <>
          <div className="row">
            {rows.map(({ id, name }) => (
              <LinkButton key={id} kind="quiet" href={address("data", "customers", id)}>
                <Personal>{name}</Personal>
              </LinkButton>
            ))}
          </div>
          {total > rows.length && (
            <p className="note">{t("more", { people: format.count(total - rows.length) })}</p>
          )}
        </>
      )}
    </Asked>
  );
}
