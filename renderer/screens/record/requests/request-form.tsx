import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import {
  requestKinds,
  requestLaws,
  type RequestEntry,
  type RequestKind,
  type RequestLaw,
} from "../../../../workers/terms/rights.ts";
import { Button, Checkbox, Dialog, FaultNotice, Select, TextField } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";
import { localToday } from "./deadline-days.ts";

/** Writes a request down, or changes one that is open. Whose it is: a customer's number, or a name where the vault knows nobody. */
export function RequestForm({
  entry,
  customerId,
  onClose,
}: {
  readonly entry?: RequestEntry;
  readonly customerId?: number;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("requests");
  const words = useWords();
  const format = useFormat();
  const [kind, setKind] = useState<RequestKind>(entry?.kind ?? "access");
  const [law, setLaw] = useState<RequestLaw>(entry?.law ?? (words.language === "ja" ? "appi" : "gdpr"));
  const [receivedOn, setReceivedOn] = useState(() => entry?.receivedOn ?? localToday(new Date()));
  const known = entry?.customerId ?? customerId;
  const [who, setWho] = useState(known === undefined ? (entry?.who ?? "") : String(known));
  const [note, setNote] = useState(entry?.note ?? "");
  const [extended, setExtended] = useState(entry?.extended ?? false);
  const [fault, setFault] = useState<Fault>();
  const save = async (): Promise<void> => {
    const person = personOf(who);
    const saved = await vaultApi().saveRequest({
      ...(entry === undefined ? {} : { id: entry.id }),
      kind,
      law,
      receivedOn,
      ...person,
      note: note.trim(),
      extended,
    });
    if (!saved.ok) {
      setFault(saved.error);
      return;
    }
    toast("ok", t("saved", { day: format.day(saved.value.deadline.dueOn) }));
    onClose();
  };
  return (
    <Dialog title={t(entry === undefined ? "add" : "change")} open onClose={onClose}>
      <div className="stack-tight">
        <Select
          label={t("kind")}
          value={kind}
          options={requestKinds.map((one) => ({ value: one, label: words.rights(`kind.${one}`) }))}
          onChange={setKind}
        />
        <Select
          label={t("law")}
          value={law}
          options={requestLaws.map((one) => ({ value: one, label: words.rights(`law.${one}`) }))}
          onChange={setLaw}
          hint={t("lawHint")}
        />
        <TextField label={t("received")} kind="date" value={receivedOn} onChange={setReceivedOn} />
        <TextField label={t("who")} value={who} onChange={setWho} hint={t("whoHint")} />
        <TextField label={t("note")} value={note} onChange={setNote} lines />
        {entry !== undefined && (entry.extended || entry.deadline.extendable !== undefined) && (
          <Checkbox isSelected={extended} onChange={setExtended}>
            {t("extend")}
          </Checkbox>
        )}
        {fault && <FaultNotice fault={fault} />}
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("cancel")}</Button>
        <Button
          kind="primary"
          icon="check"
          isDisabled={!/^\d{4}-\d\d-\d\d$/.test(receivedOn)}
          onPress={() => void save()}
        >
          {t("save")}
        </Button>
      </div>
    </Dialog>
  );
}

/** A number is a customer's; anything else is how the person calls themselves. */
function personOf(text: string): { readonly customerId?: number; readonly who?: string } {
  const typed = text.normalize("NFKC").trim();
  const number = /^#?([1-9]\d{0,8})$/.exec(typed)?.[1];
  if (number !== undefined) return { customerId: Number(number) };
  return typed === "" ? {} : { who: text.trim().slice(0, 200) };
}
