import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { gates, type Gate } from "../../../workers/terms/record.ts";
import { Select, TextField } from "../../components/index.ts";
import { useWords } from "../../i18n/words.ts";

/** What was chosen and typed above the table. */
interface Asked {
  readonly gate: Gate | "all";
  readonly person: string;
  readonly from: string;
  readonly to: string;
}

/** What the vault is asked for. A type and no interface, so that it counts as plain JSON. */
export type Filter = {
  readonly gate?: Gate;
  readonly customerId?: number;
  readonly from?: string;
  readonly to?: string;
};

/** Nothing left out. */
export const everything: Asked = { gate: "all", person: "", from: "", to: "" };

const MOST = 2_147_483_647;

function isPerson(text: string): boolean {
  return /^[1-9]\d{0,9}$/.test(text) && Number(text) <= MOST;
}

/** The filter of what was typed; undefined while it cannot be asked. */
export function filterOf({ gate, person, from, to }: Asked): Filter | undefined {
  if ((person !== "" && !isPerson(person)) || (from !== "" && to !== "" && from > to)) return undefined;
  return {
    ...(gate === "all" ? {} : { gate }),
    ...(person === "" ? {} : { customerId: Number(person) }),
    ...(from === "" ? {} : { from }),
    ...(to === "" ? {} : { to }),
  };
}

/** Narrows the record to a gate, a person by their number in the vault, and a period of days. */
export function TimelineFilter({
  asked,
  onChange,
}: {
  readonly asked: Asked;
  readonly onChange: (asked: Asked) => void;
}): ReactElement {
  const { t } = useTranslation("timeline");
  const words = useWords();
  const { gate, person, from, to } = asked;
  return (
    <div className="row">
      <Select
        label={t("gate")}
        value={gate}
        options={[
          { value: "all", label: t("allGates") },
          ...gates.map((one) => ({ value: one, label: words.label("gate", one) })),
        ]}
        onChange={(chosen) => onChange({ ...asked, gate: chosen })}
      />
      <TextField
        label={t("person")}
        hint={t("personHint")}
        value={person}
        onChange={(typed) => onChange({ ...asked, person: typed.normalize("NFKC").trim() })}
        error={person === "" || isPerson(person) ? undefined : t("personBad")}
      />
      <TextField
        label={t("from")}
        kind="date"
        value={from}
        onChange={(typed) => onChange({ ...asked, from: typed })}
        error={from !== "" && to !== "" && from > to ? t("badPeriod") : undefined}
      />
      <TextField
        label={t("to")}
        kind="date"
        value={to}
        onChange={(typed) => onChange({ ...asked, to: typed })}
      />
    </div>
  );
}
