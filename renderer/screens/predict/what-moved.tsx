import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { MovedFigure, MovedScores, Retraining } from "../../../workers/terms/retraining.ts";
import { Button, Card, SmallTable } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";

/** Figures shown at first. */
const FIRST = 6;

/** What moved when a model was run anew without people who were erased. */
export function WhatMoved({ retraining }: { readonly retraining: Retraining }): ReactElement {
  const { t } = useTranslation("retrain");
  const format = useFormat();
  const words = useWords();
  const [all, setAll] = useState(false);
  const { before, run, at, erased, people, verdict, imports, figures, scores } = retraining;
  const shown = all ? figures : figures.slice(0, FIRST);
  const amount = (value: number | null): string =>
    value === null ? t("none") : format.decimal(value, Math.abs(value) < 100 ? 3 : 0);
  const facts = {
    run: format.count(run),
    before: format.count(before),
    at: format.moment(at),
    people: format.count(erased),
    was: format.count(people.before),
    left: format.count(people.after),
  };
  return (
    <Card title={t("title")}>
      <p>{t("lead", facts)}</p>
      <ul>
        {verdict.before !== verdict.after && (
          <li>
            {t("verdict", {
              was: words.label("verdict", verdict.before),
              is: words.label("verdict", verdict.after),
            })}
          </li>
        )}
        {scores.map((moved) => (
          <Moved key={moved.measure} moved={moved} />
        ))}
      </ul>
      <SmallTable
        caption={t("title")}
        rows={shown}
        keyOf={({ kind, name }) => `${kind} ${name}`}
        columns={[
          { key: "figure", title: t("figure"), cell: (one) => <FigureName figure={one} /> },
          { key: "before", title: t("before"), number: true, cell: (one) => amount(one.before) },
          { key: "after", title: t("after"), number: true, cell: (one) => amount(one.after) },
        ]}
      />
      {figures.length > FIRST && (
        <div>
          <Button kind="quiet" onPress={() => setAll(!all)}>
            {all ? t("hide") : t("details")}
          </Button>
        </div>
      )}
      {imports > 0 && <p className="note">{t("imports", { files: format.count(imports) })}</p>}
    </Card>
  );
}

function Moved({ moved }: { readonly moved: MovedScores }): ReactElement {
  const { t } = useTranslation("retrain");
  const format = useFormat();
  const words = useWords();
  const { measure, people, changed, by, mean = 0, largest = 0 } = moved;
  const facts = {
    measure: words.label("movedMeasure", measure),
    people: format.count(people),
    changed: format.count(changed),
  };
  if (measure === "group") return <li>{t("movedGroup", facts)}</li>;
  const print = (share: number): string =>
    measure === "lifetimeValue"
      ? format.percent(share, 1)
      : t("points", { points: format.decimal(100 * share, 1) });
  return <li>{t("moved", { ...facts, by: print(by), mean: print(mean), largest: print(largest) })}</li>;
}

/** Parameters of the models of purchases go by their letters. */
const letters: ReadonlySet<string> = new Set(["r", "alpha", "a", "b", "p", "q", "v"]);

function FigureName({ figure: { kind, name } }: { readonly figure: MovedFigure }): ReactElement {
  const words = useWords();
  if (letters.has(name)) return <i>{name}</i>;
  return <>{words.label(kind === "importance" ? "churnField" : "movedFigure", name)}</>;
}
