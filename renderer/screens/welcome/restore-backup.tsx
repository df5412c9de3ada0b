import { useEffect, useState, type ReactElement, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import type { HostApi } from "../../../main/contract.ts";
import type { Fault } from "../../../workers/base/fault.ts";
import type { BackupEntry } from "../../../workers/terms/vault-file.ts";
import { Button, Card, Choices, FaultNotice, Loading, Notice, TextField } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords, type Words } from "../../i18n/words.ts";
import type { Format } from "../../i18n/format.ts";
import { restoreVaultFile } from "../../state/opening.ts";

/** Goes back to a backup of a vault that is locked, or that does not open any more. */
export function RestoreBackup({
  host,
  path,
  name,
  onBack,
}: {
  readonly host: HostApi;
  readonly path: string;
  readonly name: string;
  readonly onBack: () => void;
}): ReactElement {
  const { t } = useTranslation("welcome");
  const words = useWords();
  const format = useFormat();
  const [backups, setBackups] = useState<readonly BackupEntry[]>();
  const [chosen, setChosen] = useState("");
  const [secret, setSecret] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  useEffect(() => {
    void host.listBackups({ path }).then((listed) => {
      if (!listed.ok) {
        setFault(listed.error);
        return;
      }
      setBackups(listed.value);
      setChosen((listed.value.find(({ reason }) => reason !== "restore") ?? listed.value[0])?.id ?? "");
    });
  }, [host, path]);
  const restore = async (acceptUnvouched: boolean): Promise<void> => {
    if (busy || secret === "" || chosen === "") return;
    setBusy(true);
    const restored = await restoreVaultFile(host, path, {
      backupId: chosen,
      passphrase: secret,
      acceptUnvouched,
    });
    if (restored.ok) return;
    setBusy(false);
    setFault(restored.error);
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    void restore(false);
  };
  return (
    <Card title={t("restoreTitle", { name })}>
      {!backups && !fault && <Loading />}
      {backups?.length === 0 && <Notice tone="info" title={t("noBackups")} />}
      <form className="stack" onSubmit={submit} noValidate>
        {backups && backups.length > 0 && (
          <>
            <p>{t("restoreText")}</p>
            <Choices
              label={t("restoreWhich")}
              value={chosen}
              onChange={setChosen}
              options={backups.map((entry) => ({ value: entry.id, label: textOf(entry, words, format) }))}
            />
            <TextField
              label={t("restorePassphrase")}
              kind="password"
              autoComplete="current-password"
              value={secret}
              onChange={setSecret}
            />
          </>
        )}
        {fault && (
          <FaultNotice
            fault={fault}
            actions={
              fault.code === "backup-unvouched" && (
                <Button kind="danger" isDisabled={busy} onPress={() => void restore(true)}>
                  {t("restoreUnvouched")}
                </Button>
              )
            }
          />
        )}
        <div className="row">
          {backups && backups.length > 0 && (
            <Button kind="primary" type="submit" icon="undo" isDisabled={busy || secret === ""}>
              {busy ? t("restoring") : t("restore")}
            </Button>
          )}
          <Button kind="quiet" onPress={onBack} isDisabled={busy}>
            {t("back")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function textOf(entry: BackupEntry, words: Words, format: Format): string {
  const parts = [
    format.moment(entry.at),
    words.label("backupReason", entry.reason),
    format.bytes(entry.bytes),
  ];
  return parts.join(" · ");
}
