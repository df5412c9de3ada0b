import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ChurnField } from "../../../../workers/terms/churn.ts";
import type { WhatIf as Answer, WhatIfField } from "../../../../workers/terms/what-if.ts";
import { Asked, Button, Select } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { entryText, othersOutOfHundred } from "./field-text.ts";
import { ReasonList } from "./reason-list.tsx";

/** Things to change that are on the screen at first: those that would move the chance most. */
const SHOWN = 6;

type Changes = Readonly<Partial<Record<ChurnField, number | string>>>;

/** What the chance of leaving would be were some things otherwise, in people out of a hundred on one scale. */
export function WhatIf({
  customerId,
  currency,
}: {
  readonly customerId: number;
  readonly currency: string;
}): ReactElement {
  const { t } = useTranslation("what-if");
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <div className="row">
        <Button onPress={() => setOpen(true)}>{t("open")}</Button>
      </div>
    );
  return <Asking customerId={customerId} currency={currency} />;
}

function Asking({
  customerId,
  currency,
}: {
  readonly customerId: number;
  readonly currency: string;
}): ReactElement {
  const { t } = useTranslation("what-if");
  const format = useFormat();
  const [changes, setChanges] = useState<Changes>({});
  const list = Object.entries(changes).map(([field, value]) => ({ field: field as ChurnField, value }));
  const [all, setAll] = useState(false);
  const query = useVaultQuery("churnWhatIf", { customerId, changes: list }, ["insight", "people"]);
  // The order is that of things as they are: nothing moves under the hand that chooses.
  const asIs = useVaultQuery("churnWhatIf", { customerId, changes: [] }, ["insight", "people"]);
  const order = asIs.state === "ready" ? byReach(asIs.value.fields) : [];
  return (
    <Asked query={query}>
      {(answer) => (
        <div className="stack-tight">
          <Result answer={answer} currency={currency} changed={list.length > 0} />
          <div className="row">
            {order
              .slice(0, all ? undefined : SHOWN)
              .flatMap((name) => answer.fields.filter(({ field }) => field === name))
              .map((field) => (
                <FieldChoice
                  key={field.field}
                  field={field}
                  currency={currency}
                  chosen={changes[field.field]}
                  onChange={(value) => setChanges(changedBy(changes, field.field, value))}
                />
              ))}
          </div>
          <div className="row">
            {list.length > 0 && <Button onPress={() => setChanges({})}>{t("reset")}</Button>}
            {!all && order.length > SHOWN && (
              <Button kind="quiet" onPress={() => setAll(true)}>
                {t("all", { fields: format.count(order.length) })}
              </Button>
            )}
          </div>
          <p className="note">{t("note")}</p>
        </div>
      )}
    </Asked>
  );
}

/** Fields with something to choose, those first between whose choices the chance lies furthest apart. */
function byReach(fields: readonly WhatIfField[]): readonly ChurnField[] {
  const reach = ({ choices }: WhatIfField): number => {
    const chances = choices.map(({ chance }) => chance);
    return Math.max(...chances) - Math.min(...chances);
  };
  return fields
    .filter(({ choices }) => choices.length > 1)
    .sort((a, b) => reach(b) - reach(a))
    .map(({ field }) => field);
}

function changedBy(changes: Changes, field: ChurnField, value: number | string | undefined): Changes {
  const others = Object.entries(changes).filter(([name]) => name !== field);
  return Object.fromEntries(value === undefined ? others : [...others, [field, value]]);
}

function Result({
  answer: { now, then, base, reasons },
  currency,
  changed,
}: {
  readonly answer: Answer;
  readonly currency: string;
  readonly changed: boolean;
}): ReactElement {
  const { t } = useTranslation("what-if");
  const format = useFormat();
  const hundred = (share: number): string => format.count(100 * share);
  return (
    <div role="status" className="stack-tight">
      <p>
        <strong>
          {changed ? t("then", { now: hundred(now), then: hundred(then) }) : t("now", { now: hundred(now) })}
        </strong>
      </p>
      {/* As things are the reasons stand above. */}
      {changed && (
        <>
          <p className="note">{t("base", { base: hundred(base) })}</p>
          <ReasonList score={{ reasons }} currency={currency} />
          <p className="note">
            {t("others", { others: othersOutOfHundred({ chance: then, base, reasons }, format) })}
          </p>
        </>
      )}
    </div>
  );
}

/** The option that leaves a field as it is. */
const AS_IS = "as-is";

function FieldChoice({
  field: { field, value, choices },
  currency,
  chosen,
  onChange,
}: {
  readonly field: WhatIfField;
  readonly currency: string;
  readonly chosen: number | string | undefined;
  readonly onChange: (value: number | string | undefined) => void;
}): ReactElement {
  const { t } = useTranslation("what-if");
  const format = useFormat();
  const words = useWords();
  const entry = (one: number | string | undefined): string =>
    entryText(field, one, currency, { format, words });
  const at = choices.findIndex((choice) => choice.value === chosen);
  return (
    <Select
      label={words.label("churnField", field)}
      value={at < 0 ? AS_IS : String(at)}
      options={[
        { value: AS_IS, label: t("asIs", { value: entry(value) }) },
        ...choices.map((choice, place) => ({
          value: String(place),
          label: t("choice", { value: entry(choice.value), chance: format.count(100 * choice.chance) }),
        })),
      ]}
      onChange={(key) => onChange(key === AS_IS ? undefined : choices[Number(key)]?.value)}
    />
  );
}
