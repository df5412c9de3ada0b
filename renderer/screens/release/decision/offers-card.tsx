import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Input } from "../../../../workers/contract.ts";
import { mostOffers } from "../../../../workers/terms/offers.ts";
import type { ConsentedRequest } from "../../../../workers/terms/release.ts";
import { Asked, Button, Card } from "../../../components/index.ts";
import { minorDigits } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { OffersTable } from "./offers-table.tsx";
import type { WorthNumbers } from "./sending.ts";
import { termsOf } from "./worth-terms.ts";

type Offer = Input<"compareOffers">["offers"][number];

/** What was set beside others, and over how many days they are compared. */
interface Beside {
  readonly offers: readonly Offer[];
  readonly days: number | undefined;
}

export const nothingBeside: Beside = { offers: [], days: undefined };

/** Offers set side by side: what is chosen on the screen can be added, changed and added again, and all of them are compared. */
export function OffersCard({
  request,
  numbers,
  beside,
  onChange,
}: {
  readonly request: ConsentedRequest;
  readonly numbers: WorthNumbers;
  readonly beside: Beside;
  readonly onChange: (beside: Beside) => void;
}): ReactElement {
  const { t } = useTranslation("decision");
  const words = useWords();
  const overview = useVaultQuery("overview", {}, ["people", "imports"]);
  const [full, setFull] = useState(false);
  const { offers } = beside;
  const add = (currency: string): void => {
    const terms = termsOf(numbers, 10 ** minorDigits(currency));
    if (terms === undefined) return;
    const { days, ...worth } = terms;
    setFull(offers.length >= mostOffers);
    if (offers.length < mostOffers) onChange({ offers: [...offers, { request, worth }], days });
  };
  const ready = numbers.cost !== undefined && numbers.margin !== undefined;
  return (
    <Card title={words.release("offers.title")}>
      <p className="note">{t("offersText")}</p>
      <Asked query={overview}>
        {({ currency }) => (
          <div className="row">
            <Button isDisabled={!ready} onPress={() => add(currency)}>
              {t("offersAdd")}
            </Button>
            {offers.length > 0 && (
              <Button kind="quiet" onPress={() => onChange(nothingBeside)}>
                {t("offersClear")}
              </Button>
            )}
          </div>
        )}
      </Asked>
      {!ready && <p className="note">{t("needed")}</p>}
      {full && <p className="note">{t("offersFull", { most: mostOffers })}</p>}
      {offers.length === 1 && <p role="status">{t("offersOne")}</p>}
      {offers.length > 1 && <Compared beside={beside} />}
    </Card>
  );
}

const topics = ["people", "segments", "consent", "insight", "releases", "imports"] as const;

function Compared({ beside: { offers, days } }: { readonly beside: Beside }): ReactElement {
  const query = useVaultQuery(
    "compareOffers",
    { offers: [...offers], ...(days !== undefined && { days }) },
    topics,
  );
  return <Asked query={query}>{(compared) => <OffersTable compared={compared} asked={offers} />}</Asked>;
}
