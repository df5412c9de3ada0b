import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import type { BackupInfo, BackupState } from "../../../../workers/terms/backup.ts";
import {
  Asked,
  Badge,
  Button,
  Card,
  DateText,
  EmptyState,
  FaultNotice,
  SmallTable,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";

/** The backups there are, what is known of each, and making one now. */
export function BackupsSection(): ReactElement {
  const { t } = useTranslation("vault");
  const query = useVaultQuery("listBackups", {}, ["backups"]);
  const [making, setMaking] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const make = async (): Promise<void> => {
    setMaking(true);
    const made = await vaultApi().backUpNow({});
    setMaking(false);
    setFault(made.ok ? undefined : made.error);
    if (made.ok) toast("ok", t("backedUp"));
    query.again();
  };
  return (
    <Card
      title={t("backupsTitle")}
      actions={
        <Button icon="shield" isDisabled={making} onPress={() => void make()}>
          {making ? t("backingUp") : t("backUp")}
        </Button>
      }
    >
      <p>{t("backupsText")}</p>
      {fault && <FaultNotice fault={fault} />}
      <Asked query={query}>
        {(backups) =>
          backups.length === 0 ? (
            <EmptyState kind="nothing-yet" text={t("noBackups")} />
          ) : (
            <BackupTable backups={backups} />
          )
        }
      </Asked>
      <p className="note">{t("howToRestore")}</p>
    </Card>
  );
}

const tones: Readonly<Record<BackupState, "ok" | "warn" | "danger" | undefined>> = {
  unchecked: undefined,
  sound: "ok",
  unvouched: "warn",
  damaged: "danger",
};

function BackupTable({ backups }: { readonly backups: readonly BackupInfo[] }): ReactElement {
  const { t } = useTranslation("vault");
  const words = useWords();
  const format = useFormat();
  return (
    <SmallTable
      caption={t("backupsTitle")}
      rows={backups}
      keyOf={({ id }) => id}
      columns={[
        { key: "at", title: t("backupAt"), cell: ({ at }) => <DateText iso={at} /> },
        { key: "why", title: t("backupWhy"), cell: ({ reason }) => words.label("backupReason", reason) },
        {
          key: "state",
          title: t("backupState"),
          cell: ({ state, earlierPassphrase }) => (
            <span className="row">
              <Badge tone={tones[state]} icon={tones[state] ?? "clock"}>
                {words.label("backupState", state)}
              </Badge>
              {earlierPassphrase && <span className="note">{t("earlierPassphrase")}</span>}
            </span>
          ),
        },
        { key: "bytes", title: t("bytes"), number: true, cell: ({ bytes }) => format.bytes(bytes) },
      ]}
    />
  );
}
