import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import type { CustomerView } from "../../../../workers/terms/people.ts";
import { correctableFields, type CorrectableField } from "../../../../workers/terms/rights.ts";
import { Button, Dialog, FaultNotice, Select, TextField } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";

/** Puts one thing right: which field, what stands there, what it should say, and why. */
export function CorrectDialog({
  view,
  onClose,
}: {
  readonly view: CustomerView;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("rights");
  const words = useWords();
  const format = useFormat();
  const [field, setField] = useState<CorrectableField>("full_name");
  const held = heldOf(view, field);
  const [before, setBefore] = useState<string>();
  const [value, setValue] = useState("");
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const chosen = before !== undefined && held.includes(before) ? before : held[0];
  const save = async (): Promise<void> => {
    setBusy(true);
    const contact = field === "email" || field === "phone";
    const typed = value.trim();
    const done = await vaultApi().correctCustomer({
      customerId: view.row.id,
      changes: [
        {
          field,
          value: typed === "" ? null : typed,
          ...(contact && chosen !== undefined ? { before: chosen } : {}),
        },
      ],
      reason: reason.trim().slice(0, 500),
    });
    setBusy(false);
    if (!done.ok) {
      setFault(done.error);
      return;
    }
    toast("ok", t("corrected", { cells: format.count(done.value.cells) }));
    onClose();
  };
  return (
    <Dialog title={t("correct")} open onClose={onClose}>
      <div className="stack-tight">
        <p>{t("correctText")}</p>
        <Select
          label={t("field")}
          value={field}
          options={correctableFields.map((one) => ({ value: one, label: words.label("field", one) }))}
          onChange={(one) => {
            setField(one);
            setFault(undefined);
          }}
        />
        <Held held={held} chosen={chosen} onChoose={setBefore} />
        <TextField label={t("newValue")} hint={t("newValueHint")} value={value} onChange={setValue} />
        <TextField label={t("reason")} hint={t("reasonHint")} value={reason} onChange={setReason} />
        {fault && <FaultNotice fault={fault} />}
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("cancel")}</Button>
        <Button
          kind="primary"
          icon="check"
          isDisabled={busy || (value.trim() === "" && held.length === 0)}
          onPress={() => void save()}
        >
          {t("correctNow")}
        </Button>
      </div>
    </Dialog>
  );
}

/** What stands there now; of several addresses one is chosen. */
function Held({
  held,
  chosen,
  onChoose,
}: {
  readonly held: readonly string[];
  readonly chosen: string | undefined;
  readonly onChoose: (value: string) => void;
}): ReactElement {
  const { t } = useTranslation("rights");
  if (held.length > 1)
    return (
      <Select
        label={t("held")}
        value={chosen}
        options={held.map((one) => ({ value: one, label: one }))}
        onChange={onChoose}
      />
    );
  return (
    <p className="note">{held[0] === undefined ? t("heldNothing") : t("heldNow", { value: held[0] })}</p>
  );
}

function heldOf({ fields, identifiers }: CustomerView, field: CorrectableField): readonly string[] {
  if (field === "email" || field === "phone")
    return identifiers.filter(({ kind }) => kind === field).map(({ value }) => value);
  const column = field === "birth_date" ? "age_band" : field;
  return fields.filter(({ name }) => name === column).map(({ value }) => value);
}
