import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { WorthTerms } from "../../../../workers/terms/decision.ts";
import type { ConsentedRequest } from "../../../../workers/terms/release.ts";
import { Asked, JaNumberField } from "../../../components/index.ts";
import { minorDigits, useFormat } from "../../../i18n/format.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import type { WorthNumbers } from "./sending.ts";
import { WorthResult } from "./worth-result.tsx";
import { termsOf } from "./worth-terms.ts";

/** The marketer's own numbers, and what the release would be worth by them. */
export function WorthPart({
  request,
  currency,
  numbers,
  onChange,
}: {
  readonly request: ConsentedRequest;
  readonly currency: string;
  readonly numbers: WorthNumbers;
  readonly onChange: (numbers: WorthNumbers) => void;
}): ReactElement {
  const { t } = useTranslation("decision");
  const format = useFormat();
  const terms = termsOf(numbers, 10 ** minorDigits(currency));
  const field = (name: Exclude<keyof WorthNumbers, "days">, unit: string, most: number): ReactElement => (
    <JaNumberField
      key={name}
      label={t(`number.${name}`)}
      hint={t(`numberHint.${name}`)}
      unit={unit}
      min={0}
      max={most}
      value={numbers[name]}
      onChange={(value) => onChange({ ...numbers, [name]: value })}
    />
  );
  const money = format.currency(currency);
  return (
    <section className="stack-tight" aria-label={t("worthTitle")}>
      <h3>{t("worthTitle")}</h3>
      <div className="columns-2">
        {field("cost", money, 1e9)}
        {field("margin", "%", 100)}
        {field("offer", money, 1e9)}
        {field("discount", "%", 100)}
        {field("response", "%", 100)}
        {numbers.response !== undefined && field("responseLow", "%", 100)}
        {numbers.response !== undefined && field("responseHigh", "%", 100)}
        {field("fixed", money, 1e9)}
        <JaNumberField
          label={t("number.days")}
          hint={t("numberHint.days")}
          unit={t("daysUnit")}
          min={1}
          max={365}
          value={numbers.days}
          onChange={(days) => onChange({ ...numbers, days })}
        />
      </div>
      {terms === undefined ? (
        <p className="note">{t("needed")}</p>
      ) : (
        <Result request={request} terms={terms} currency={currency} />
      )}
    </section>
  );
}

const topics = ["people", "segments", "consent", "insight", "releases", "imports"] as const;

function Result({
  request,
  terms,
  currency,
}: {
  readonly request: ConsentedRequest;
  readonly terms: WorthTerms;
  readonly currency: string;
}): ReactElement {
  const query = useVaultQuery("decideRelease", { request, worth: terms }, topics);
  return (
    <Asked query={query}>
      {({ worth }) =>
        worth === undefined ? null : (
          <WorthResult worth={worth} currency={currency} segmentId={request.segmentId} />
        )
      }
    </Asked>
  );
}
