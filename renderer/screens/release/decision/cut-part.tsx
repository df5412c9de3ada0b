import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import type { ReleaseWorth } from "../../../../workers/terms/decision.ts";
import { Button, FaultNotice } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useSession } from "../../../state/session.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";

/** Offers to cut the segment where the next person would no longer pay for the contact: a new segment, the old one stays. */
export function CutPart({
  cut,
  currency,
  segmentId,
}: {
  readonly cut: NonNullable<ReleaseWorth["cut"]>;
  readonly currency: string;
  readonly segmentId: number;
}): ReactElement {
  const { t } = useTranslation("decision");
  const words = useWords();
  const format = useFormat();
  const language = useSession((session) => session.language);
  const [fault, setFault] = useState<Fault>();
  const { attribute, atLeast, people, value } = cut;
  const money = (minor: number): string => format.money(Math.round(minor), currency);
  const save = async (): Promise<void> => {
    const known = await vaultApi().listSegments({ language });
    const segment = known.ok ? known.value.find(({ id }) => id === segmentId) : undefined;
    if (segment === undefined) {
      setFault(known.ok ? { code: "segment-unknown" } : known.error);
      return;
    }
    const condition = { kind: "number", attribute, comparison: "atLeast", value: atLeast } as const;
    const name = t("cutName", { name: segment.name, people: format.count(people) });
    const definition = { groups: [...segment.definition.groups, { anyOf: [condition] }] };
    const saved = await vaultApi().saveSegment({ name, definition });
    setFault(saved.ok ? undefined : saved.error);
    if (saved.ok) toast("ok", t("cutSaved", { name }));
  };
  return (
    <div className="stack-tight">
      <p>
        {words.release("decision.cut", {
          people: format.count(people),
          score: words.release(`decision.score.${attribute}`),
          atLeast: attribute === "lifetimeValue" ? money(atLeast) : format.decimal(atLeast, 3),
          value: money(value.value),
          low: money(value.low),
          high: money(value.high),
        })}
      </p>
      {fault && <FaultNotice fault={fault} />}
      <div>
        <Button onPress={() => void save()}>{t("cutHere")}</Button>
      </div>
    </div>
  );
}
