import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { HostApi, VaultEntry } from "../../../main/contract.ts";
import type { Fault } from "../../../workers/base/fault.ts";
import { Button, Card, ConfirmDialog, FaultNotice, SmallTable } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { isSampleName } from "../../state/sample.ts";

/** The vaults in the usual folder, newest first. The sample can be deleted here; others only by their owner's hand. */
export function KnownVaults({
  host,
  vaults,
  onOpen,
  onChanged,
}: {
  readonly host: HostApi;
  readonly vaults: readonly VaultEntry[];
  readonly onOpen: (entry: VaultEntry) => void;
  readonly onChanged: () => void;
}): ReactElement | null {
  const { t } = useTranslation("welcome");
  const format = useFormat();
  const [deleting, setDeleting] = useState<VaultEntry>();
  const [fault, setFault] = useState<Fault>();
  if (vaults.length === 0) return null;
  const remove = async (entry: VaultEntry): Promise<void> => {
    const removed = await host.deleteVault({ path: entry.path, confirmName: entry.name });
    setFault(removed.ok ? undefined : removed.error);
    onChanged();
  };
  return (
    <Card title={t("knownTitle")}>
      {fault && <FaultNotice fault={fault} />}
      <SmallTable
        caption={t("knownTitle")}
        rows={[...vaults].sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt))}
        keyOf={(entry) => entry.path}
        columns={[
          { key: "name", title: t("vaultName"), cell: (entry) => entry.name },
          { key: "at", title: t("lastSaved"), cell: (entry) => format.moment(entry.modifiedAt) },
          { key: "size", title: t("size"), number: true, cell: (entry) => format.bytes(entry.bytes) },
          {
            key: "act",
            title: t("actions"),
            cell: (entry) => (
              <div className="row">
                <Button
                  icon="unlock"
                  onPress={() => onOpen(entry)}
                  aria-label={t("openNamed", { name: entry.name })}
                >
                  {t("open")}
                </Button>
                {isSampleName(entry.name) && (
                  <Button kind="quiet" icon="trash" onPress={() => setDeleting(entry)}>
                    {t("deleteSample")}
                  </Button>
                )}
              </div>
            ),
          },
        ]}
      />
      <ConfirmDialog
        title={t("deleteTitle")}
        action={t("deleteSample")}
        dangerous
        open={deleting !== undefined}
        onClose={() => setDeleting(undefined)}
        onConfirm={() => deleting && void remove(deleting)}
      >
        <p>{t("deleteText")}</p>
      </ConfirmDialog>
    </Card>
  );
}
