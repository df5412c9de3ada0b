import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { howOften, knownFacts, occurrences } from "../../../workers/terms/segment-acts.ts";
import { Asked, Choices, JaNumberField, Select } from "../../components/index.ts";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { ActFields, ActKindSelect } from "./act-fields.tsx";
import type { DraftCondition, DraftOf } from "./draft.ts";
import { WindowFields } from "./window-fields.tsx";

interface Props<K extends DraftCondition["kind"]> {
  readonly condition: DraftOf<K>;
  readonly currency: string;
  readonly onChange: (condition: DraftCondition) => void;
}

/** How often something was done, and when. */
export function DidFields({ condition, currency, onChange }: Props<"did">): ReactElement {
  const { t } = useTranslation("builder");
  const words = useWords();
  return (
    <>
      <div className="condition-fields">
        <Select
          label={t("comparison")}
          value={condition.comparison}
          options={howOften.map((code) => ({ value: code, label: words.label("comparison", code) }))}
          onChange={(comparison) => onChange({ ...condition, comparison })}
        />
        <JaNumberField
          label={t("howOften")}
          unit={t("unit.often")}
          min={0}
          value={condition.n}
          onChange={(n) => onChange({ ...condition, n })}
        />
        <WindowFields window={condition.window} onChange={(window) => onChange({ ...condition, window })} />
      </div>
      <ActFields
        key={condition.act.what}
        act={condition.act}
        currency={currency}
        onChange={(act) => onChange({ ...condition, act })}
      />
    </>
  );
}

/** First this, then that or not that, within so many days. */
export function SequenceFields({ condition, currency, onChange }: Props<"sequence">): ReactElement {
  const { t } = useTranslation("builder");
  return (
    <>
      <div className="condition-fields">
        <ActKindSelect
          label={t("firstAct")}
          value={condition.first.what}
          onChange={(first) => onChange({ ...condition, first })}
        />
        <Select
          label={t("occurrence")}
          value={condition.occurrence}
          options={occurrences.map((code) => ({ value: code, label: t(`occurrenceName.${code}`) }))}
          onChange={(occurrence) => onChange({ ...condition, occurrence })}
        />
        <WindowFields window={condition.window} onChange={(window) => onChange({ ...condition, window })} />
      </div>
      <ActFields
        key={`first ${condition.first.what}`}
        act={condition.first}
        currency={currency}
        onChange={(first) => onChange({ ...condition, first })}
      />
      <div className="condition-fields">
        <ActKindSelect
          label={t("thenAct")}
          value={condition.then.what}
          onChange={(then) => onChange({ ...condition, then })}
        />
        <JaNumberField
          label={t("withinDays")}
          unit={t("unit.days")}
          min={0}
          max={36_500}
          value={condition.withinDays}
          onChange={(withinDays) => onChange({ ...condition, withinDays })}
        />
      </div>
      <Choices
        label={t("followed")}
        value={condition.followed ? "yes" : "no"}
        options={[
          { value: "yes", label: t("followedYes") },
          { value: "no", label: t("followedNo") },
        ]}
        onChange={(said) => onChange({ ...condition, followed: said === "yes" })}
      />
      <ActFields
        key={`then ${condition.then.what}`}
        act={condition.then}
        currency={currency}
        onChange={(then) => onChange({ ...condition, then })}
      />
      <p className="note">{t("sequenceNote")}</p>
    </>
  );
}

/** What is known of who somebody is. */
export function KnownFields({ condition, onChange }: Omit<Props<"known">, "currency">): ReactElement {
  const { t } = useTranslation("builder");
  return (
    <Select
      label={t("known")}
      value={condition.fact}
      options={knownFacts.map((fact) => ({ value: fact, label: t(`knownFact.${fact}`) }))}
      onChange={(fact) => onChange({ ...condition, fact })}
    />
  );
}

/** Another segment. A segment that would stand on itself is refused when it is saved. */
export function MemberFields({ condition, onChange }: Omit<Props<"segment">, "currency">): ReactElement {
  const { t } = useTranslation("builder");
  const language = useSession((session) => session.language);
  const query = useVaultQuery("listSegments", { language }, ["segments"]);
  return (
    <Asked query={query}>
      {(segments) =>
        segments.length === 0 ? (
          <p className="note">{t("noSegments")}</p>
        ) : (
          <Select
            label={t("inSegment")}
            value={condition.segmentId === undefined ? undefined : String(condition.segmentId)}
            options={segments.map(({ id, name }) => ({ value: String(id), label: name }))}
            onChange={(id) => onChange({ ...condition, segmentId: Number(id) })}
          />
        )
      }
    </Asked>
  );
}
