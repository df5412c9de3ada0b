import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Input } from "../../../../workers/contract.ts";
import { offerLetter, sayOffers, type OfferRow } from "../../../../workers/terms/offer-rows.ts";
import type { OfferComparison } from "../../../../workers/terms/offers.ts";
import { Notice, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";

const tones = { ahead: "ok", "none-pays": "danger", "too-little-evidence": "warn" } as const;

/** Offers with a column each, and which of them to make, or why that cannot be said. */
export function OffersTable({
  compared,
  asked,
}: {
  readonly compared: OfferComparison;
  readonly asked: readonly Input<"compareOffers">["offers"][number][];
}): ReactElement {
  const { t } = useTranslation("decision");
  const words = useWords();
  const format = useFormat();
  const { rows, advice, doubts, further } = sayOffers(compared, asked, {
    say: (key, values = {}) => words.release(`offers.${key}`, values),
    platform: (platform) => words.label("platform", platform),
    number: (value, digits) => (digits === 0 ? format.count(value) : format.decimal(value, digits)),
    money: (minor) => format.money(Math.round(minor), compared.currency),
    percent: (share) => t("offersPercent", { percent: format.decimal(100 * share, 2) }),
    comma: t("comma"),
    none: t("none"),
  });
  return (
    <div className="stack-tight" role="status">
      <Notice tone={tones[compared.advice.verdict]} title={advice}>
        {doubts.length > 0 && (
          <ul>
            {doubts.map((doubt) => (
              <li key={doubt}>{doubt}</li>
            ))}
          </ul>
        )}
        {further.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Notice>
      <SmallTable
        caption={words.release("offers.title")}
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          { key: "name", title: t("offersRow"), cell: ({ name }) => name },
          ...compared.offers.map((_, place) => ({
            key: offerLetter(place),
            title: offerLetter(place),
            number: true,
            cell: ({ cells }: OfferRow) => cells[place] ?? "",
          })),
        ]}
      />
    </div>
  );
}
