import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { LikelyRange, ReleaseWorth } from "../../../../workers/terms/decision.ts";
import { Notice } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { CutPart } from "./cut-part.tsx";
import { GainChart } from "./gain-chart.tsx";

/** What a release would be worth: likely between, never a prophecy; and always what it takes to lose nothing. */
export function WorthResult({
  worth,
  currency,
  segmentId,
}: {
  readonly worth: ReleaseWorth;
  readonly currency: string;
  readonly segmentId: number;
}): ReactElement {
  const { t } = useTranslation("decision");
  const words = useWords();
  const format = useFormat();
  const {
    value,
    extraBuyers,
    breakEven,
    chanceOfGain = 0,
    buyersAnyway = 0,
    cut,
    days,
    fewest,
    most,
  } = worth;
  const money = (minor: number): string => format.money(Math.round(minor), currency);
  const between = (range: LikelyRange) => ({
    value: money(range.value),
    low: money(range.low),
    high: money(range.high),
  });
  const needs =
    breakEven.response === undefined
      ? words.release("decision.breakEvenNever")
      : words.release("decision.breakEven", { percent: format.decimal(100 * breakEven.response, 2) });
  const title = value === undefined ? t("cannotSay") : t("likely", between(value));
  const tone = value === undefined ? "info" : value.low > 0 ? "ok" : value.high < 0 ? "danger" : "warn";
  return (
    <div className="stack-tight" role="status">
      <Notice tone={tone} title={title}>
        {value === undefined || extraBuyers === undefined ? (
          <p>{words.release("decision.noValue")}</p>
        ) : (
          <>
            <p>{words.release("decision.value", { ...between(value), days: format.count(days) })}</p>
            <p>{words.release("decision.chance", { percent: format.count(100 * chanceOfGain) })}</p>
            <p>
              {words.release("decision.buyers", {
                value: format.count(extraBuyers.value),
                low: format.count(extraBuyers.low),
                high: format.count(extraBuyers.high),
                anyway: format.count(buyersAnyway),
              })}
            </p>
          </>
        )}
        <p>{needs}</p>
        {fewest !== undefined && fewest > 1 && <p>{t("fewest", { people: format.count(fewest) })}</p>}
        {most !== undefined && most < (worth.gain.at(-1)?.contacted ?? 0) && (
          <p>{t("most", { people: format.count(most) })}</p>
        )}
      </Notice>
      {worth.gain.length > 0 && <GainChart gain={worth.gain} currency={currency} />}
      {cut !== undefined && <CutPart cut={cut} currency={currency} segmentId={segmentId} />}
      <details>
        <summary>{t("basisTitle")}</summary>
        <ul>
          {worth.basis.map(({ code, details }) => (
            <li key={code}>
              {words.release(
                `decision.basis.${code}`,
                Object.fromEntries(
                  Object.entries(details).map(([name, fact]) => [name, factText(code, name, fact)]),
                ),
              )}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );

  function factText(code: string, name: string, fact: string | number): string {
    if (typeof fact === "string") return format.day(fact);
    if (name === "amount") return money(fact);
    if (code === "response") return format.decimal(100 * fact, 2);
    return code === "lift" && name !== "release" ? format.decimal(fact, 2) : format.count(fact);
  }
}
