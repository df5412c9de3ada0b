import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { BuyersLine, BuyersProfile } from "../../../workers/terms/buyers-profile.ts";
import type { LikelyRange } from "../../../workers/terms/decision.ts";
import { Asked, Button, Notice, SmallTable } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { useValueLabel } from "../audience/value-label.ts";

/** Who bought in the arm of a release that did better, against who of it did not; asked for by a button. */
export function BuyersPart({ releaseId }: { readonly releaseId: number }): ReactElement {
  const { t } = useTranslation("lift");
  const [asking, setAsking] = useState(false);
  if (asking) return <Buyers releaseId={releaseId} />;
  return (
    <div>
      <Button kind="quiet" onPress={() => setAsking(true)}>
        {t("buyersShow")}
      </Button>
    </div>
  );
}

function Buyers({ releaseId }: { readonly releaseId: number }): ReactElement {
  const words = useWords();
  const query = useVaultQuery("buyersProfile", { releaseId }, [
    "releases",
    "people",
    "imports",
    "consent",
    "segments",
  ]);
  return (
    <section className="stack-tight" aria-label={words.release("buyers.title")}>
      <h3>{words.release("buyers.title")}</h3>
      <Asked query={query}>{(profile) => <Told profile={profile} />}</Asked>
    </section>
  );
}

function Told({ profile }: { readonly profile: BuyersProfile }): ReactElement {
  const { t } = useTranslation("lift");
  const words = useWords();
  const format = useFormat();
  const valueLabel = useValueLabel();
  const { verdict, buyers, others, traits, tooFew, k, comparisons } = profile;
  const traitName = ({ trait, segment = "" }: BuyersProfile["tooFew"][number]): string =>
    words.release(`buyers.trait.${trait}`, { name: segment });
  const named = (trait: string, value: string): string => {
    const key = `buyers.value.${trait}.${value}`;
    const own = words.release(key);
    return own === key ? valueLabel(trait, value) : own;
  };
  const lines = traits.flatMap((trait) =>
    trait.lines.map((line) => ({
      line,
      trait: traitName(trait),
      value: line.values.map((value) => named(trait.trait, value)).join(" + "),
    })),
  );
  const certain = lines.filter(({ line }) => line.verdict !== "open");
  const number = (value: number): string => format.decimal(value, 1);
  return (
    <>
      <Notice
        tone="info"
        title={words.release(`buyers.who.${verdict}`, {
          buyers: format.count(buyers),
          others: format.count(others),
        })}
      >
        {lines.length === 0 && <p>{words.release("buyers.nobody", { k: format.count(k) })}</p>}
        {lines.length > 0 && certain.length === 0 && <p>{words.release("buyers.nothing")}</p>}
        {certain.map(({ line, trait, value }) => (
          <p key={`${trait} ${value}`}>{sentence(line, trait, value)}</p>
        ))}
      </Notice>
      {lines.length > 0 && (
        <SmallTable
          caption={words.release("buyers.title")}
          rows={lines}
          keyOf={({ trait, value }) => `${trait} ${value}`}
          columns={[
            { key: "trait", title: t("buyersTrait"), cell: ({ trait }) => trait },
            { key: "value", title: t("buyersValue"), cell: ({ value }) => value },
            number100("bought", ({ line }) => number(line.ofBuyers.value)),
            number100("others", ({ line }) => number(line.ofOthers.value)),
            number100("difference", ({ line }) => range(line.difference)),
            number100("rate", ({ line }) => number(line.bought.value)),
            number100("otherArm", ({ line }) =>
              line.ofOtherArm === undefined ? "–" : number(line.ofOtherArm.value),
            ),
          ]}
        />
      )}
      {tooFew.length > 0 && (
        <p className="note">
          {words.release("buyers.tooFew", {
            k: format.count(k),
            traits: tooFew.map(traitName).join(t("buyersComma")),
          })}
        </p>
      )}
      {lines.length > 0 && (
        <p className="note">{words.release("buyers.together", { comparisons: format.count(comparisons) })}</p>
      )}
    </>
  );

  function number100(
    key: "bought" | "others" | "difference" | "rate" | "otherArm",
    cell: (row: (typeof lines)[number]) => string,
  ) {
    return { key, title: t(`buyersColumn.${key}`), number: true, cell };
  }

  function range({ value, low, high }: LikelyRange): string {
    return t("buyersRange", { value: number(value), low: number(low), high: number(high) });
  }

  function sentence({ verdict: said, difference, ...line }: BuyersLine, trait: string, value: string) {
    const ends = said === "fewer" ? [-difference.high, -difference.low] : [difference.low, difference.high];
    return words.release(`buyers.line.${said}`, {
      trait,
      value,
      ofBuyers: number(line.ofBuyers.value),
      ofOthers: number(line.ofOthers.value),
      difference: number(Math.abs(difference.value)),
      low: number(ends[0]!),
      high: number(ends[1]!),
    });
  }
}
