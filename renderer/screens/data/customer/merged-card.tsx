import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import type { MergedPerson } from "../../../../workers/terms/identity.ts";
import { Asked, Button, Card, Checkbox, DateText, FaultNotice, Personal } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { address } from "../../../state/route.ts";
import { toast } from "../../../state/toasts.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";

/** Who was joined into this customer, any of whom can be taken out again; nothing where nobody was. */
export function MergedCard({ customerId }: { readonly customerId: number }): ReactElement {
  const query = useVaultQuery("listMerged", { customerId }, ["people"]);
  return (
    <Asked query={query}>
      {(merged) => (merged.length === 0 ? null : <Merged customerId={customerId} merged={merged} />)}
    </Asked>
  );
}

function Merged({
  customerId,
  merged,
}: {
  readonly customerId: number;
  readonly merged: readonly MergedPerson[];
}): ReactElement {
  const { t } = useTranslation("customer");
  const format = useFormat();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const members = merged.map(({ id }) => id).filter((id) => chosen.has(id));
  const choose = (id: number, now: boolean): void => {
    const next = new Set(chosen);
    if (now) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const split = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    const done = await vaultApi().unmergeCustomers({ customerId, members });
    setBusy(false);
    if (!done.ok) setFault(done.error);
    else {
      setChosen(new Set());
      toast("ok", t("split", { people: format.count(members.length) }));
    }
  };
  return (
    <Card title={t("mergedTitle")}>
      <p className="note">{t("mergedNote")}</p>
      <ul className="plain-list merged-list">
        {merged.map((person) => (
          <li key={person.id}>
            <Member person={person} isChosen={chosen.has(person.id)} onChoose={choose} />
          </li>
        ))}
      </ul>
      {fault && <FaultNotice fault={fault} />}
      <div className="row">
        <Button icon="undo" isDisabled={busy || members.length === 0} onPress={() => void split()}>
          {t("splitOut")}
        </Button>
        <a href={address("data", "duplicates")}>{t("toDecisions")}</a>
      </div>
    </Card>
  );
}

function Member({
  person,
  isChosen,
  onChoose,
}: {
  readonly person: MergedPerson;
  readonly isChosen: boolean;
  readonly onChoose: (id: number, chosen: boolean) => void;
}): ReactElement {
  const { t } = useTranslation("customer");
  const words = useWords();
  return (
    <>
      <Checkbox isSelected={isChosen} onChange={(now) => onChoose(person.id, now)}>
        <Personal>{person.name}</Personal> <span className="note">{t("number", { id: person.id })}</span>
      </Checkbox>
      <span className="note">
        {words.label("source", person.source)} · {t("joinedAt")} <DateText iso={person.at} />
      </span>
    </>
  );
}
