import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ActKind } from "../../../workers/terms/segment-acts.ts";
import { actKinds } from "../../../workers/terms/segment-acts.ts";
import type { ActPart } from "../../../workers/terms/segment-sets.ts";
import { Asked, JaNumberField, Select } from "../../components/index.ts";
import { minorDigits } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { anyAct, numbersOf, partsOf, type ActDraft, type ActNumber } from "./act-draft.ts";
import { TickList } from "./tick-list.tsx";

/** Which kind of act, for places where any may stand. */
export function ActKindSelect({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: ActKind;
  readonly onChange: (act: ActDraft) => void;
}): ReactElement {
  const { t } = useTranslation("builder");
  return (
    <Select
      label={label}
      value={value}
      options={actKinds.map((what) => ({ value: what, label: t(`act.${what}`) }))}
      onChange={(what) => onChange(anyAct(what))}
    />
  );
}

/** What is asked of an act beyond its kind: each part folded away until it is wanted. */
export function ActFields({
  act,
  currency,
  onChange,
}: {
  readonly act: ActDraft;
  readonly currency: string;
  readonly onChange: (act: ActDraft) => void;
}): ReactElement {
  const { t } = useTranslation("builder");
  const query = useVaultQuery("segmentActs", { what: act.what }, ["people", "imports", "consent"]);
  const labelOf = usePartLabel(act.what);
  return (
    <Asked query={query}>
      {(vocabulary) =>
        vocabulary.entries === 0 ? (
          <p className="note">{t("noActs")}</p>
        ) : (
          <div className="stack-tight">
            {partsOf[act.what].map((part) => (
              <details key={part} className="details" open={(act.parts[part]?.length ?? 0) > 0}>
                <summary>{t(`part.${part}`, { n: act.parts[part]?.length ?? 0 })}</summary>
                <TickList
                  label={t(`partName.${part}`)}
                  known={vocabulary.parts[part] ?? []}
                  values={act.parts[part] ?? []}
                  labelOf={(value) => labelOf(part, value)}
                  onChange={(values) => onChange({ ...act, parts: { ...act.parts, [part]: values } })}
                />
              </details>
            ))}
            {numbersOf[act.what].length > 0 && (
              <div className="condition-fields">
                {numbersOf[act.what].map((name) => (
                  <NumberPart key={name} name={name} act={act} currency={currency} onChange={onChange} />
                ))}
              </div>
            )}
          </div>
        )
      }
    </Asked>
  );
}

function NumberPart({
  name,
  act,
  currency,
  onChange,
}: {
  readonly name: ActNumber;
  readonly act: ActDraft;
  readonly currency: string;
  readonly onChange: (act: ActDraft) => void;
}): ReactElement {
  const { t } = useTranslation("builder");
  const money = name === "amountAtLeast";
  const scale = money ? 10 ** -minorDigits(currency) : 1;
  const held = act.numbers[name];
  return (
    <JaNumberField
      label={t(`actNumber.${name}`)}
      unit={money ? currency : t("unit.points")}
      {...(money ? {} : { min: 0, max: 5 })}
      value={held === undefined ? undefined : Math.round(held * scale * 1e6) / 1e6}
      onChange={(typed) => {
        const others = Object.fromEntries(Object.entries(act.numbers).filter(([key]) => key !== name));
        onChange({
          ...act,
          numbers: typed === undefined ? others : { ...others, [name]: typed / scale },
        });
      }}
    />
  );
}

/** The word for a stored value of a part of an act. */
function usePartLabel(what: ActKind): (part: ActPart, value: string) => string {
  const words = useWords();
  const kinds: Readonly<Partial<Record<ActPart, string>>> =
    what === "event"
      ? { kinds: "eventKind" }
      : what === "review"
        ? { kinds: "reviewKind" }
        : what === "message"
          ? { events: "messageEvent", channels: "messageChannel" }
          : {};
  return (part, value) => {
    const kind = kinds[part];
    return kind === undefined ? value : words.label(kind, value);
  };
}
