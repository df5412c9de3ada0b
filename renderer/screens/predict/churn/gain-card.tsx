import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ChurnReport } from "../../../../workers/terms/churn.ts";
import type { ContactGain, ContactGainRequest } from "../../../../workers/terms/contact-gain.ts";
import { Asked, Card, JaNumberField } from "../../../components/index.ts";
import { minorDigits, useFormat } from "../../../i18n/format.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";

/** What the user fills in, in whole units of the currency and per cent. */
interface Draft {
  readonly contact?: number | undefined;
  readonly cost?: number | undefined;
  readonly spend?: number | undefined;
  readonly margin?: number | undefined;
  readonly won?: number | undefined;
}

/** The decision in money: at the user's own cost, margin and guess, what contacting people brings, and how likely. */
export function GainCard({ report }: { readonly report: ChurnReport }): ReactElement | null {
  const { t } = useTranslation("gain");
  const format = useFormat();
  const [draft, setDraft] = useState<Draft>({});
  const { currency, people } = report;
  const field = (name: keyof Draft) => (value: number | undefined) => setDraft({ ...draft, [name]: value });
  const request = requestOf(draft, 10 ** minorDigits(currency));
  if (report.decisions.length === 0) return null;
  return (
    <Card title={t("title")}>
      <p>{t("lead")}</p>
      <div className="row">
        <JaNumberField
          label={t("cost")}
          unit={format.currency(currency)}
          min={0}
          value={draft.cost}
          onChange={field("cost")}
        />
        <JaNumberField
          label={t("spend")}
          unit={format.currency(currency)}
          min={0}
          value={draft.spend}
          onChange={field("spend")}
        />
        <JaNumberField
          label={t("margin")}
          unit="%"
          min={0}
          max={100}
          value={draft.margin}
          onChange={field("margin")}
        />
        <JaNumberField
          label={t("won")}
          unit="%"
          min={0}
          max={100}
          hint={t("wonHint")}
          value={draft.won}
          onChange={field("won")}
        />
        <JaNumberField
          label={t("contact")}
          hint={t("contactHint")}
          min={1}
          max={people}
          value={draft.contact}
          onChange={field("contact")}
        />
      </div>
      {request === undefined ? <p className="muted">{t("fillIn")}</p> : <Answer request={request} />}
    </Card>
  );
}

function requestOf(
  { contact, cost, spend, margin, won }: Draft,
  unit: number,
): ContactGainRequest | undefined {
  if (cost === undefined || spend === undefined || margin === undefined || won === undefined)
    return undefined;
  return {
    cost: cost * unit,
    spend: spend * unit,
    margin: margin / 100,
    won: won / 100,
    ...(contact !== undefined && { contact: Math.round(contact) }),
  };
}

function Answer({ request }: { readonly request: ContactGainRequest }): ReactElement {
  const query = useVaultQuery("contactGain", request, ["insight"]);
  return <Asked query={query}>{(gain) => <Sentences gain={gain} />}</Asked>;
}

function Sentences({ gain }: { readonly gain: ContactGain }): ReactElement {
  const { t } = useTranslation("gain");
  const format = useFormat();
  const { contact, leaving, staying, currency, best, likely, blindly } = gain;
  const money = (value: number): string => format.money(Math.round(value), currency);
  return (
    <div role="status" className="stack-tight">
      <p className="total-value">{t("gain", { gain: money(gain.gain.value) })}</p>
      <p>
        {t("answer", {
          contact: format.count(contact),
          leaving: format.count(leaving.value),
          staying: format.decimal(staying.value, 1),
          cost: money(gain.cost),
          low: money(gain.gain.low),
          high: money(gain.gain.high),
        })}
      </p>
      <p>{t("likely", { likely: format.count(100 * likely), blindly: format.count(100 * blindly) })}</p>
      <p className="note">
        {best === undefined
          ? t("none")
          : t("best", { contact: format.count(best.contact), gain: money(best.gain.value) })}
      </p>
    </div>
  );
}
