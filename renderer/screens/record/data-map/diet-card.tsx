import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { DataDiet, DietAdvice, DietField } from "../../../../workers/terms/data-diet.ts";
import { Asked, Badge, Card, Kpi, Kpis, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { fieldName } from "./field-name.ts";
import { LossesPart } from "./losses-part.tsx";

/** The data diet: what each field is used for, how far it tells people apart, and what the models would lose without it. */
export function DietCard(): ReactElement {
  const { t } = useTranslation("dataMap");
  const query = useVaultQuery("dataDiet", {}, ["people", "imports", "insight", "segments", "releases"]);
  return (
    <Card title={t("dietTitle")}>
      <p className="note">{t("dietNote")}</p>
      <Asked query={query}>
        {(diet) => (
          <>
            <Diet diet={diet} />
            <LossesPart losses={diet.losses} />
          </>
        )}
      </Asked>
    </Card>
  );
}

const order: Readonly<Record<DietAdvice, number>> = { drop: 0, coarsen: 1, keep: 2 };
const tones = { drop: "warn", coarsen: "warn", keep: "ok" } as const;

function Diet({ diet: { risk, fields } }: { readonly diet: DataDiet }): ReactElement {
  const { t } = useTranslation("dataMap");
  const words = useWords();
  const format = useFormat();
  const together = risk.quasiIdentifiers.map((name) => fieldName(words, { name })).join(t("listComma"));
  const share = (value: number | undefined): string => (value === undefined ? "" : format.percent(value));
  return (
    <>
      <Kpis>
        <Kpi name={t("dietUnique")} value={format.percent(risk.unique)} />
        <Kpi name={t("dietSmallest")} value={format.count(risk.smallest)} />
        <Kpi name={t("dietClasses")} value={format.count(risk.classes)} />
        <Kpi
          name={t("dietDroppable")}
          value={format.count(fields.filter(({ advice }) => advice === "drop").length)}
        />
      </Kpis>
      <p>{t("dietTogether", { fields: together })}</p>
      <p className="note">
        {risk.bySize
          .map(({ from, to, people }) =>
            to === 1
              ? t("dietSizeAlone", { people: format.count(people) })
              : to === undefined
                ? t("dietSizeOpen", { from: format.count(from), people: format.count(people) })
                : t("dietSize", {
                    from: format.count(from),
                    to: format.count(to),
                    people: format.count(people),
                  }),
          )
          .join(t("dietSizeComma"))}
      </p>
      {risk.diversity && (
        <p>{t("dietDiversity", { heading: risk.diversity.heading, smallest: risk.diversity.smallest })}</p>
      )}
      <SmallTable<DietField>
        caption={t("dietTitle")}
        rows={[...fields].sort((a, b) => order[a.advice] - order[b.advice])}
        keyOf={({ id }) => id}
        columns={[
          {
            key: "field",
            title: t("field"),
            cell: (field) => (
              <>
                <span>{fieldName(words, field)}</span>
                <div className="note">{words.label("vaultTable", field.table)}</div>
              </>
            ),
          },
          {
            key: "uses",
            title: t("uses"),
            cell: ({ uses }) =>
              uses.map((use) => words.label("mapUse", use)).join(t("listComma")) || t("noUse"),
          },
          {
            key: "alone",
            title: t("dietAlone"),
            number: true,
            cell: ({ risk: own }) => share(own?.uniqueAlone),
          },
          {
            key: "without",
            title: t("dietWithout"),
            number: true,
            cell: ({ risk: own }) => share(own?.uniqueWithout),
          },
          { key: "loss", title: t("dietLoss"), cell: ({ loss }) => words.label("dietLoss", loss) },
          {
            key: "advice",
            title: t("dietAdvice"),
            cell: ({ advice }) => <Badge tone={tones[advice]}>{words.label("dietAdvice", advice)}</Badge>,
          },
        ]}
      />
    </>
  );
}
