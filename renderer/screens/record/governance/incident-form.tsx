import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import {
  incidentKinds,
  maliciousKinds,
  type Incident,
  type IncidentEntry,
  type IncidentKind,
  type IncidentScope,
} from "../../../../workers/terms/incident.ts";
import {
  Asked,
  Button,
  Checkbox,
  Dialog,
  FaultNotice,
  Select,
  TextField,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";
import { DutyTable } from "./duty-table.tsx";
import { localMoment, momentOf } from "./local-moment.ts";
import { ScopeField } from "./scope-field.tsx";

/** What happened, told by whoever noticed it; what the vault says about it stands below while it is filled in. */
export function IncidentForm({
  entry,
  onClose,
}: {
  readonly entry: IncidentEntry | undefined;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("incidents");
  const words = useWords();
  const before = entry?.incident;
  const [began] = useState(() => localMoment(before === undefined ? new Date() : new Date(before.noticedAt)));
  const [kind, setKind] = useState<IncidentKind>(before?.kind ?? "lost");
  const [malicious, setMalicious] = useState(entry?.malicious ?? false);
  const [day, setDay] = useState(began.day);
  const [time, setTime] = useState(began.time);
  const [scope, setScope] = useState<IncidentScope | undefined>(before?.scope ?? { of: "all" });
  const [unreadable, setUnreadable] = useState(before?.unreadable ?? false);
  const [financial, setFinancial] = useState(before?.financial ?? false);
  const [note, setNote] = useState(before?.note ?? "");
  const [fault, setFault] = useState<Fault>();
  const noticedAt = momentOf(day, time);
  const told: Incident | undefined =
    noticedAt === undefined || scope === undefined
      ? undefined
      : { kind, noticedAt, scope, malicious, unreadable, financial };
  const save = async (): Promise<void> => {
    if (told === undefined) return;
    const incident = note.trim() === "" ? told : { ...told, note: note.trim() };
    const saved = await vaultApi().saveIncident({
      incident,
      ...(entry === undefined ? {} : { id: entry.id }),
    });
    if (!saved.ok) {
      setFault(saved.error);
      return;
    }
    toast("ok", t("saved"));
    onClose();
  };
  return (
    <Dialog title={t(entry === undefined ? "add" : "change")} open wide onClose={onClose}>
      <div className="stack-tight">
        <Select
          label={t("kind")}
          value={kind}
          options={incidentKinds.map((one) => ({ value: one, label: words.label("incidentKind", one) }))}
          onChange={(one) => {
            setKind(one);
            setMalicious(maliciousKinds.has(one));
          }}
        />
        <div className="columns-2">
          <TextField label={t("day")} kind="date" value={day} onChange={setDay} />
          <TextField
            label={t("time")}
            value={time}
            onChange={setTime}
            hint={t("timeHint")}
            error={noticedAt === undefined ? t("timeError") : undefined}
          />
        </div>
        <ScopeField scope={scope} onChange={setScope} />
        <Checkbox isSelected={malicious} onChange={setMalicious}>
          {t("malicious")}
        </Checkbox>
        <Checkbox isSelected={unreadable} onChange={setUnreadable}>
          {t("unreadable")}
        </Checkbox>
        <Checkbox isSelected={financial} onChange={setFinancial}>
          {t("financial")}
        </Checkbox>
        <TextField label={t("note")} value={note} onChange={setNote} lines hint={t("noteHint")} />
        {told !== undefined && <Preview incident={told} />}
        {fault && <FaultNotice fault={fault} />}
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("cancel")}</Button>
        <Button kind="primary" icon="check" isDisabled={told === undefined} onPress={() => void save()}>
          {t("save")}
        </Button>
      </div>
    </Dialog>
  );
}

/** People and duties, before anything is put down. */
function Preview({ incident }: { readonly incident: Incident }): ReactElement {
  const { t } = useTranslation("incidents");
  const format = useFormat();
  const query = useVaultQuery("previewIncident", incident, ["people"]);
  return (
    <Asked query={query}>
      {({ people, special, duties }) => (
        <>
          <p>{t("peopleCount", { people: format.count(people), special: format.count(special) })}</p>
          <DutyTable duties={duties} />
        </>
      )}
    </Asked>
  );
}
