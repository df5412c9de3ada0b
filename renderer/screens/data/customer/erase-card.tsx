import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ErasureCertificate, ErasurePreview } from "../../../../workers/terms/erasure.ts";
import {
  Asked,
  Button,
  Card,
  Dialog,
  FaultNotice,
  JobProgress,
  TextField,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { address, go } from "../../../state/route.ts";
import { toast } from "../../../state/toasts.ts";
import { useJob } from "../../../state/use-job.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";

/** The way to erase a customer who asks for it; while that is being proved the customer is gone already, and the dialog stays. */
export function EraseCard({
  customerId,
  there,
}: {
  readonly customerId: number;
  readonly there: boolean;
}): ReactElement {
  const { t } = useTranslation("certificates");
  const [asking, setAsking] = useState(false);
  return (
    <>
      {there && (
        <Card title={t("eraseTitle")}>
          <p>{t("eraseText")}</p>
          <div>
            <Button kind="danger" icon="trash" onPress={() => setAsking(true)}>
              {t("erase")}
            </Button>
          </div>
        </Card>
      )}
      {asking && <EraseDialog customerId={customerId} onClose={() => setAsking(false)} />}
    </>
  );
}

function EraseDialog({
  customerId,
  onClose,
}: {
  readonly customerId: number;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("certificates");
  const [reason, setReason] = useState(() => t("reasonAsked"));
  const [typed, setTyped] = useState("");
  const job = useJob<ErasureCertificate>();
  const running = job.job !== undefined;
  const erase = async (): Promise<void> => {
    const done = await job.start(t("erasing", { id: customerId }), (ticket) =>
      vaultApi().eraseCustomers({ customerIds: [customerId], reason, job: ticket }),
    );
    if (!done.ok) return;
    // Whoever has gone elsewhere meanwhile is told, and left where they are.
    if (window.location.hash !== address("data", "customers", customerId)) {
      toast("ok", t("erasedElsewhere", { id: customerId }));
      return;
    }
    onClose();
    toast("ok", t("erased"));
    go("record", "certificates", done.value.number);
  };
  return (
    <Dialog title={t("dialogTitle", { id: customerId })} open onClose={onClose}>
      <div className="stack-tight">
        {running ? <JobProgress job={job.job} /> : <Preview customerId={customerId} />}
        <TextField
          label={t("reasonLabel")}
          hint={t("reasonHint")}
          value={reason}
          isDisabled={running}
          onChange={setReason}
        />
        <TextField
          label={t("confirmLabel", { id: customerId })}
          value={typed}
          isDisabled={running}
          onChange={setTyped}
        />
        {job.fault && <FaultNotice fault={job.fault} />}
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t(running ? "close" : "cancel")}</Button>
        <Button
          kind="danger-primary"
          icon="trash"
          isDisabled={
            running || reason.trim() === "" || typed.normalize("NFKC").trim() !== String(customerId)
          }
          onPress={() => void erase()}
        >
          {t("erase")}
        </Button>
      </div>
    </Dialog>
  );
}

function Preview({ customerId }: { readonly customerId: number }): ReactElement {
  const query = useVaultQuery("previewErasure", { customerIds: [customerId] }, ["people", "backups"]);
  return <Asked query={query}>{(preview) => <Figures preview={preview} />}</Asked>;
}

function Figures({ preview }: { readonly preview: ErasurePreview }): ReactElement {
  const { t } = useTranslation("certificates");
  const words = useWords();
  const format = useFormat();
  const { tables, releases, runs, evidence, backups, backupsUntil } = preview;
  const after = [
    ...(releases.length === 0 ? [] : [t("previewReleases", { count: format.count(releases.length) })]),
    ...(runs.length === 0 ? [] : [t("previewRuns", { count: format.count(runs.length) })]),
    ...(evidence.until === undefined
      ? []
      : [t("previewEvidence", { rows: format.count(evidence.rows), until: format.day(evidence.until) })]),
    ...(backupsUntil === undefined
      ? []
      : [t("previewBackups", { count: format.count(backups), until: format.day(backupsUntil) })]),
  ];
  return (
    <>
      <p>{t("previewGoes")}</p>
      <ul className="plain-list">
        {tables.map(({ table, rows }) => (
          <li key={table}>
            {t("previewRows", { table: words.label("vaultTable", table), rows: format.count(rows) })}
          </li>
        ))}
      </ul>
      {after.length === 0 ? (
        <p>{t("previewNothing")}</p>
      ) : (
        <>
          <p>{t("previewStays")}</p>
          <ul className="plain-list">
            {after.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
