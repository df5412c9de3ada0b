import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { QuarantineReason } from "../../../../workers/terms/intake.ts";
import { Button, ConfirmDialog } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";

const AT_ONCE = 200;

/** Rows that are nobody's data: the advice for them is to give them up, so that may be done for all at once. */
const nobodys: readonly QuarantineReason[] = ["total-row", "heading-repeated"];

/** Gives up all rows of a reason whose rows are no data. Nothing is shown for other reasons. */
export function DiscardAll({
  reason,
  importId,
  rows,
}: {
  readonly reason: QuarantineReason;
  readonly importId: number | undefined;
  readonly rows: number;
}): ReactElement | null {
  const { t } = useTranslation("quarantine");
  const format = useFormat();
  const words = useWords();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  if (!nobodys.includes(reason) || rows === 0) return null;
  const discardAll = async (): Promise<void> => {
    setBusy(true);
    let gone = 0;
    for (;;) {
      const page = await vaultApi().listQuarantine({
        offset: 0,
        limit: AT_ONCE,
        reason,
        ...(importId === undefined ? {} : { importId }),
      });
      if (!page.ok || page.value.rows.length === 0) break;
      for (const row of page.value.rows) {
        const discarded = await vaultApi().discardQuarantined({ rowId: row.id });
        if (!discarded.ok) {
          setBusy(false);
          toast("danger", words.fault(discarded.error));
          return;
        }
        gone += 1;
      }
    }
    setBusy(false);
    toast("ok", t("discardedAll", { rows: format.count(gone) }));
  };
  return (
    <>
      <Button kind="danger" icon="trash" isDisabled={busy} onPress={() => setAsking(true)}>
        {busy ? t("discarding") : t("discardAll", { rows: format.count(rows) })}
      </Button>
      <ConfirmDialog
        title={t("discardAllTitle", { rows: format.count(rows) })}
        action={t("discardAction")}
        dangerous
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => void discardAll()}
      >
        <p>{t(`reason.${reason}`)}</p>
        <p>{t("discardText")}</p>
      </ConfirmDialog>
    </>
  );
}
