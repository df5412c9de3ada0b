import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import type { QuarantinedRow } from "../../../../workers/terms/intake.ts";
import {
  Badge,
  Button,
  ConfirmDialog,
  FaultNotice,
  Notice,
  Personal,
  TextField,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useSession } from "../../../state/session.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";

/** One row that waits: where it is, why, and its text to mend. */
export function HeldRow({
  row,
  headings,
  file,
  onGone,
}: {
  readonly row: QuarantinedRow;
  readonly headings: readonly string[];
  readonly file: string;
  /** Called when the row has left the list, so that the focus can be put somewhere. */
  readonly onGone: () => void;
}): ReactElement {
  const { t } = useTranslation("quarantine");
  const words = useWords();
  const format = useFormat();
  const masked = useSession((session) => session.masked);
  const place = { line: format.count(row.line), column: row.column ?? t("someColumn") };
  const held = useHeldRow(row, onGone);
  const { text, setText, still, fault } = held;
  return (
    <article className="card held-row" aria-label={t("rowOf", { file, line: place.line })}>
      <div className="row">
        <strong>{file}</strong>
        <span className="muted">{t("line", { line: place.line })}</span>
        {row.column !== undefined && <Badge icon="table">{t("column", { column: row.column })}</Badge>}
      </div>
      <p>{words.quarantine(row.reason, place)}</p>
      {masked ? (
        <p>
          <Personal>{text}</Personal>
        </p>
      ) : (
        <TextField
          label={t("raw")}
          value={text}
          onChange={setText}
          lines
          {...(headings.some((heading) => heading !== "")
            ? { hint: t("headings", { headings: headings.join(t("cellBar")) }) }
            : {})}
        />
      )}
      {still && (
        <Notice tone="warn" title={t("stillNot")} live>
          <p>{words.quarantine(still.reason, { ...place, column: still.column ?? place.column })}</p>
        </Notice>
      )}
      {fault && <FaultNotice fault={fault} />}
      <Actions
        held={held}
        original={row.raw}
        masked={masked}
        title={t("discardTitle", { file, line: place.line })}
      />
    </article>
  );
}

/** Mend, start over, or discard, the last one asked about first. */
function Actions({
  held,
  original,
  masked,
  title,
}: {
  readonly held: ReturnType<typeof useHeldRow>;
  readonly original: string;
  readonly masked: boolean;
  /** Of the question before discarding. */
  readonly title: string;
}): ReactElement {
  const { t } = useTranslation("quarantine");
  const [asking, setAsking] = useState(false);
  return (
    <>
      <div className="row">
        <Button icon="check" isDisabled={held.busy || masked} onPress={() => void held.mend()}>
          {held.busy ? t("trying") : t("mend")}
        </Button>
        <Button
          kind="quiet"
          icon="undo"
          isDisabled={held.busy || held.text === original}
          onPress={() => held.setText(original)}
        >
          {t("reset")}
        </Button>
        <Button kind="danger" icon="trash" isDisabled={held.busy} onPress={() => setAsking(true)}>
          {t("discard")}
        </Button>
      </div>
      <ConfirmDialog
        title={title}
        action={t("discard")}
        dangerous
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => void held.discard()}
      >
        <p>{t("discardText")}</p>
      </ConfirmDialog>
    </>
  );
}

/** The text of a row as the user has it now, and what mending or discarding it came to. */
function useHeldRow(row: QuarantinedRow, onGone: () => void) {
  const { t } = useTranslation("quarantine");
  const format = useFormat();
  const [text, setText] = useState(row.raw);
  const [still, setStill] = useState<QuarantinedRow>();
  const [fault, setFault] = useState<Fault>();
  const [busy, setBusy] = useState(false);
  const line = format.count(row.line);

  const mend = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    setStill(undefined);
    const mended = await vaultApi().mendQuarantined({ rowId: row.id, raw: text });
    setBusy(false);
    if (!mended.ok) setFault(mended.error);
    else if (mended.value.stored) {
      toast("ok", t("mended", { line }));
      onGone();
    } else setStill(mended.value.row);
  };
  const discard = async (): Promise<void> => {
    setBusy(true);
    const discarded = await vaultApi().discardQuarantined({ rowId: row.id });
    setBusy(false);
    if (!discarded.ok) setFault(discarded.error);
    else {
      toast("ok", t("discarded", { line }));
      onGone();
    }
  };
  return { text, setText, still, fault, busy, mend, discard };
}
