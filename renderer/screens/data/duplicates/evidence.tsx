import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { DuplicateGroup, GroupPair, PairEvidence } from "../../../../workers/terms/identity.ts";
import { Badge, Notice, Personal } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useSession } from "../../../state/session.ts";
import { strengthOf } from "./strength.ts";

/** Why two people of a group may be one, as sentences; one list for every pair of the group. */
export function Evidence({ group }: { readonly group: DuplicateGroup }): ReactElement {
  const { t } = useTranslation("duplicates");
  const masked = useSession((session) => session.masked);
  const names = new Map(group.people.map(({ id, name }) => [id, name]));
  const nameOf = (id: number): string => (masked ? `#${String(id)}` : (names.get(id) ?? `#${String(id)}`));
  return (
    <section className="stack-tight" aria-label={t("reasons")}>
      <h3>{t("reasons")}</h3>
      {group.pairs.map((pair) => (
        <div key={`${String(pair.a)}-${String(pair.b)}`} className="stack-tight">
          {group.people.length > 2 && <h4>{t("between", { a: nameOf(pair.a), b: nameOf(pair.b) })}</h4>}
          <Reasons pair={pair} />
        </div>
      ))}
    </section>
  );
}

function Reasons({ pair }: { readonly pair: GroupPair }): ReactElement {
  const { t } = useTranslation("duplicates");
  const format = useFormat();
  const scored = pair.probability !== undefined;
  const sorted = pair.evidence.toSorted((x, y) => Math.abs(y.weight) - Math.abs(x.weight));
  return (
    <>
      {pair.found === "door" && (
        <Notice tone="info">
          <p>{t("door")}</p>
        </Notice>
      )}
      {pair.probability !== undefined && (
        <p>{t("chanceOf", { chance: format.percent(pair.probability, pair.probability > 0.99 ? 2 : 0) })}</p>
      )}
      <ul className="evidence">
        {sorted.map((one) => (
          <Reason key={one.field} one={one} scored={scored} />
        ))}
      </ul>
    </>
  );
}

function Reason({ one, scored }: { readonly one: PairEvidence; readonly scored: boolean }): ReactElement {
  const { t } = useTranslation("duplicates");
  const strength = strengthOf(one.weight);
  const against = scored ? one.weight < 0 : one.agreement === "differ";
  return (
    <li>
      <Badge tone={against ? "warn" : "ok"} icon={against ? "close" : "check"}>
        {t(`evidenceField.${one.field}`)}
      </Badge>
      <span>
        {t(`agreement.${one.agreement}`, { field: t(`evidenceField.${one.field}`) })}
        {scored && <span className="note"> {t(`strength.${strength}`)}</span>}
        {one.a !== one.b && (
          <span className="note">
            {" "}
            <Personal>{one.a}</Personal> / <Personal>{one.b}</Personal>
          </span>
        )}
      </span>
    </li>
  );
}
