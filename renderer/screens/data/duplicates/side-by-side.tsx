import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import {
  reviewFields,
  type DuplicateGroup,
  type ReviewField,
  type ReviewPerson,
  type ReviewValue,
} from "../../../../workers/terms/identity.ts";
import { Badge, Checkbox, Personal } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { address } from "../../../state/route.ts";
import { useSession } from "../../../state/session.ts";
import { markDifferences } from "./mark-differences.ts";

/** Fields that do not tell who somebody is, so that masking may leave them. */
const open: ReadonlySet<ReviewField> = new Set(["gender", "age_band", "prefecture", "registered_on"]);

/** The people of a group beside each other, a row for each field, with what differs marked and where each value is from. */
export function SideBySide({
  group,
  chosen,
  onChoose,
}: {
  readonly group: DuplicateGroup;
  readonly chosen: ReadonlySet<number>;
  readonly onChoose: (id: number, chosen: boolean) => void;
}): ReactElement {
  const { t } = useTranslation("duplicates");
  const { people } = group;
  const fields = reviewFields.filter((field) => people.some(({ values }) => values[field] !== undefined));
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- reached by keyboard, so that many people scroll without a mouse
    <div className="table-scroll" role="group" aria-label={t("side")} tabIndex={0}>
      <table className="small-table side-by-side">
        <caption className="unseen">{t("side")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("field")}</th>
            {people.map((person) => (
              <th key={person.id} scope="col">
                <Head
                  person={person}
                  choosable={people.length > 2}
                  isChosen={chosen.has(person.id)}
                  onChoose={onChoose}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <FieldRow key={field} field={field} people={people} />
          ))}
          <tr>
            <th scope="row">{t("orders")}</th>
            {people.map((person) => (
              <td key={person.id}>
                <Orders person={person} />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function Head({
  person,
  choosable,
  isChosen,
  onChoose,
}: {
  readonly person: ReviewPerson;
  readonly choosable: boolean;
  readonly isChosen: boolean;
  readonly onChoose: (id: number, chosen: boolean) => void;
}): ReactElement {
  const { t } = useTranslation("duplicates");
  const words = useWords();
  const masked = useSession((session) => session.masked);
  const name = masked ? `#${String(person.id)}` : person.name;
  return (
    <div className="stack-tight">
      {choosable ? (
        <Checkbox isSelected={isChosen} onChange={(now) => onChoose(person.id, now)}>
          <span className="unseen">{t("choose", { name })}</span>
          <Personal>{person.name}</Personal>
        </Checkbox>
      ) : (
        <Personal>{person.name}</Personal>
      )}
      <span className="note">
        <a href={address("data", "customers", person.id)}>
          {t("personOf", { name: words.label("source", person.source), id: person.id })}
        </a>
      </span>
      {person.joined > 0 && <span className="note">{t("joinedBefore", { people: person.joined })}</span>}
    </div>
  );
}

function FieldRow({
  field,
  people,
}: {
  readonly field: ReviewField;
  readonly people: readonly ReviewPerson[];
}): ReactElement {
  const { t } = useTranslation("duplicates");
  const all = people.map(({ values }) => values[field] ?? []);
  const filled = all.filter((values) => values.length > 0);
  const [first = []] = filled;
  const common = filled.every((values) => values.some(({ text }) => first.some((one) => one.text === text)));
  const state = filled.length < 2 ? "oneOnly" : common ? "same" : "differs";
  return (
    <tr data-state={state}>
      <th scope="row">
        {t(`fieldName.${field}`)}{" "}
        <Badge
          tone={state === "differs" ? "warn" : state === "same" ? "ok" : undefined}
          icon={state === "differs" ? "warn" : state === "same" ? "check" : undefined}
        >
          {t(state)}
        </Badge>
      </th>
      {all.map((values, at) => (
        <td key={people[at]?.id}>
          {values.length === 0 && <span className="muted">–</span>}
          {values.map((value) => (
            <Value
              key={`${value.text} ${value.source}`}
              value={value}
              isOpen={open.has(field)}
              beside={state === "differs" ? (otherText(all, at) ?? value.text) : value.text}
            />
          ))}
        </td>
      ))}
    </tr>
  );
}

/** What a value is compared with: the first of the first other person who has one. */
function otherText(all: readonly (readonly ReviewValue[])[], at: number): string | undefined {
  return all.find((values, place) => place !== at && values.length > 0)?.[0]?.text;
}

function Value({
  value,
  isOpen,
  beside,
}: {
  readonly value: ReviewValue;
  readonly isOpen: boolean;
  readonly beside: string;
}): ReactElement {
  const { t } = useTranslation("duplicates");
  const words = useWords();
  const format = useFormat();
  const masked = useSession((session) => session.masked);
  const source = words.label("source", value.source);
  const marked = markDifferences(value.text, beside);
  return (
    <div>
      {masked && !isOpen ? (
        <Personal>{value.text}</Personal>
      ) : (
        marked.map((piece, index) =>
          piece.same ? <span key={index}>{piece.text}</span> : <mark key={index}>{piece.text}</mark>,
        )
      )}
      <div className="note">
        {value.at === undefined ? source : t("valueFrom", { source, day: format.day(value.at.slice(0, 10)) })}
      </div>
    </div>
  );
}

function Orders({ person }: { readonly person: ReviewPerson }): ReactElement {
  const { t } = useTranslation("duplicates");
  const format = useFormat();
  return (
    <>
      {t("ordersOf", { orders: format.count(person.orders) })}
      {person.firstOrder !== undefined && person.lastOrder !== undefined && (
        <div className="note">
          {t("ordersSpan", { first: format.day(person.firstOrder), last: format.day(person.lastOrder) })}
        </div>
      )}
    </>
  );
}
