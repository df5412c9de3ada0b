import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { runJob } from "../../../state/jobs.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";

/** What the dialog has to know of an import. */
export interface UndoableImport {
  readonly id: number;
  readonly name: string;
  readonly stored: number;
  readonly quarantined: number;
}

/** Says what undoing an import takes away, then does it. */
export function UndoDialog({
  entry,
  onClose,
  onUndone,
}: {
  /** Undefined while nothing is asked. */
  readonly entry: UndoableImport | undefined;
  readonly onClose: () => void;
  readonly onUndone?: () => void;
}): ReactElement {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const words = useWords();
  const undo = async (one: UndoableImport): Promise<void> => {
    const undone = await runJob(t("undoing", { name: one.name }), (job) =>
      vaultApi().undoImport({ importId: one.id, job }),
    );
    if (!undone.ok) {
      toast(undone.error.code === "cancelled" ? "info" : "danger", words.fault(undone.error));
      return;
    }
    toast(
      "ok",
      t("undone", {
        customers: format.count(undone.value.customersRemoved),
        orders: format.count(undone.value.ordersRemoved),
        entries: format.count(undone.value.entriesRemoved),
      }),
    );
    onUndone?.();
  };
  return (
    <ConfirmDialog
      title={t("undoTitle", { name: entry?.name ?? "" })}
      action={t("undoAction")}
      dangerous
      open={entry !== undefined}
      onClose={onClose}
      onConfirm={() => entry && void undo(entry)}
    >
      {entry && (
        <>
          <p>{t("undoGoes")}</p>
          <ul className="plain-list">
            <li>{t("undoRows", { rows: format.count(entry.stored) })}</li>
            <li>{t("undoPeople")}</li>
            {entry.quarantined > 0 && <li>{t("undoHeld", { rows: format.count(entry.quarantined) })}</li>}
          </ul>
          <p>{t("undoStays")}</p>
        </>
      )}
    </ConfirmDialog>
  );
}
