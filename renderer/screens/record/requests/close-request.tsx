import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import { requestOutcomes, type RequestEntry, type RequestOutcome } from "../../../../workers/terms/rights.ts";
import { Button, Choices, Dialog, FaultNotice, TextField } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";

/** Closes a request: how it ended, and what was done. */
export function CloseRequest({
  request,
  onClose,
}: {
  readonly request: RequestEntry;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("requests");
  const words = useWords();
  const [outcome, setOutcome] = useState<RequestOutcome>("fulfilled");
  const [note, setNote] = useState(request.note);
  const [fault, setFault] = useState<Fault>();
  const close = async (): Promise<void> => {
    const closed = await vaultApi().closeRequest({ requestId: request.id, outcome, note: note.trim() });
    if (!closed.ok) {
      setFault(closed.error);
      return;
    }
    toast("ok", t("closed"));
    onClose();
  };
  return (
    <Dialog title={t("closeTitle", { id: request.id })} open onClose={onClose}>
      <div className="stack-tight">
        <Choices
          label={t("outcome")}
          value={outcome}
          options={requestOutcomes.map((one) => ({ value: one, label: words.rights(`outcome.${one}`) }))}
          onChange={setOutcome}
        />
        {request.customerId === undefined ? (
          <p>{t("closeForgets")}</p>
        ) : (
          <TextField label={t("note")} value={note} onChange={setNote} lines />
        )}
        {fault && <FaultNotice fault={fault} />}
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("cancel")}</Button>
        <Button kind="primary" icon="check" onPress={() => void close()}>
          {t("close")}
        </Button>
      </div>
    </Dialog>
  );
}
