import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { comparisons, type NumberAttribute } from "../../../workers/terms/segment.ts";
import { Checkbox, IconButton, JaNumberField, Select } from "../../components/index.ts";
import { minorDigits } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { ChoiceList } from "./choice-list.tsx";
import { DidFields, KnownFields, MemberFields, SequenceFields } from "./act-conditions.tsx";
import { families, type Family, type Subject } from "./definition.ts";
import { emptyCondition, subjectOf, type DraftCondition, type DraftOf } from "./draft.ts";

type NumberDraft = DraftOf<"number">;

/** One condition: what it asks of, how, and the values; or its opposite. */
export function ConditionEditor({
  condition,
  currency,
  removable,
  onChange,
  onRemove,
}: {
  readonly condition: DraftCondition;
  readonly currency: string;
  readonly removable: boolean;
  readonly onChange: (condition: DraftCondition) => void;
  readonly onRemove: () => void;
}): ReactElement {
  const { t } = useTranslation("builder");
  return (
    <div className="condition">
      <div className="condition-fields">
        <SubjectSelect
          value={subjectOf(condition)}
          onChange={(subject) =>
            onChange({ ...emptyCondition(subject), id: condition.id, not: condition.not })
          }
        />
        {condition.kind === "number" && (
          <NumberFields
            key={`${condition.attribute} ${condition.comparison}`}
            condition={condition}
            currency={currency}
            onChange={onChange}
          />
        )}
        {condition.kind === "known" && <KnownFields condition={condition} onChange={onChange} />}
        {condition.kind === "segment" && <MemberFields condition={condition} onChange={onChange} />}
        {removable && (
          <div className="condition-end">
            <IconButton icon="close" label={t("removeCondition")} onPress={onRemove} />
          </div>
        )}
      </div>
      {condition.kind === "choice" && (
        <ChoiceList
          key={condition.attribute}
          attribute={condition.attribute}
          values={condition.values}
          onChange={(values) => onChange({ ...condition, values })}
        />
      )}
      {condition.kind === "did" && (
        <DidFields condition={condition} currency={currency} onChange={onChange} />
      )}
      {condition.kind === "sequence" && (
        <SequenceFields condition={condition} currency={currency} onChange={onChange} />
      )}
      <Checkbox isSelected={condition.not} onChange={(not) => onChange({ ...condition, not })}>
        {t("not")}
      </Checkbox>
    </div>
  );
}

function SubjectSelect({
  value,
  onChange,
}: {
  readonly value: Subject;
  readonly onChange: (subject: Subject) => void;
}): ReactElement {
  const { t } = useTranslation("builder");
  const words = useWords();
  const names = Object.keys(families) as Family[];
  return (
    <Select<Subject>
      label={t("attribute")}
      value={value}
      options={names.flatMap((family) =>
        families[family].map((subject) => ({
          value: subject,
          label: words.label("attribute", subject),
          aside: t(`family.${family}`),
        })),
      )}
      onChange={onChange}
    />
  );
}

function NumberFields({
  condition,
  currency,
  onChange,
}: {
  readonly condition: NumberDraft;
  readonly currency: string;
  readonly onChange: (condition: NumberDraft) => void;
}): ReactElement {
  const { t } = useTranslation("builder");
  const words = useWords();
  const { attribute, comparison } = condition;
  const { scale, unit, max } = useMeasure(attribute, currency);
  const field = (which: "value" | "upper", label: string): ReactElement => {
    const held = condition[which];
    return (
      <JaNumberField
        label={label}
        unit={unit}
        {...(max === undefined ? {} : { max })}
        // Shown in the unit a person thinks in: yen or dollars, percent.
        value={held === undefined ? undefined : Math.round(held * scale * 1e6) / 1e6}
        onChange={(typed) =>
          onChange({ ...condition, [which]: typed === undefined ? undefined : typed / scale })
        }
      />
    );
  };
  return (
    <>
      <Select
        label={t("comparison")}
        value={comparison}
        options={comparisons.map((code) => ({ value: code, label: words.label("comparison", code) }))}
        onChange={(code) => onChange({ ...condition, comparison: code })}
      />
      {field("value", comparison === "between" ? t("from") : t("value"))}
      {comparison === "between" && field("upper", t("to"))}
    </>
  );
}

const money: readonly NumberAttribute[] = ["revenue", "averageOrder", "lifetimeValue"];
const days: readonly NumberAttribute[] = ["recencyDays", "tenureDays"];
const chances: readonly NumberAttribute[] = [
  "pAlive",
  "churnRisk",
  "lookalike",
  "firstPurchase",
  "renewal",
  "newProduct",
  "openChance",
  "clickChance",
];
const points: readonly NumberAttribute[] = ["recencyScore", "frequencyScore", "monetaryScore"];

/** What one of the vault's units is in the unit shown, the unit's name, and the largest value that makes sense. */
function useMeasure(
  attribute: NumberAttribute,
  currency: string,
): { readonly scale: number; readonly unit: string; readonly max?: number } {
  const { t } = useTranslation("builder");
  if (chances.includes(attribute)) return { scale: 100, unit: "%", max: 100 };
  if (attribute === "bestHour") return { scale: 1, unit: t("unit.hour"), max: 23 };
  if (attribute === "lookalikeRank") return { scale: 1, unit: t("unit.place") };
  if (money.includes(attribute)) return { scale: 10 ** -minorDigits(currency), unit: currency };
  if (days.includes(attribute)) return { scale: 1, unit: t("unit.days") };
  if (points.includes(attribute)) return { scale: 1, unit: t("unit.points"), max: 5 };
  return { scale: 1, unit: t("unit.times") };
}
