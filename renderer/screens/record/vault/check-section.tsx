import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { VaultCheck } from "../../../../workers/terms/vault.ts";
import { Button, Card, FaultNotice, Notice } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useJob } from "../../../state/use-job.ts";
import { vaultApi } from "../../../state/vault.ts";

/** Authenticates every page of the saved file, on demand. */
export function CheckSection(): ReactElement {
  const { t } = useTranslation("vault");
  const job = useJob<VaultCheck>();
  return (
    <Card
      title={t("checkTitle")}
      actions={
        <Button
          icon="shield"
          isDisabled={job.job !== undefined}
          onPress={() => void job.start(t("checkTitle"), (ticket) => vaultApi().checkVault({ job: ticket }))}
        >
          {t("check")}
        </Button>
      }
    >
      <p>{t("checkText")}</p>
      {job.fault && <FaultNotice fault={job.fault} />}
      {job.outcome?.ok && <Found check={job.outcome.value} />}
    </Card>
  );
}

function Found({ check }: { readonly check: VaultCheck }): ReactElement {
  const { t } = useTranslation("vault");
  const format = useFormat();
  const whole = check.damagedPages === 0 && check.integrity === "ok" && check.record.intact;
  const sound = whole && check.freshness === "ok";
  if (sound)
    return (
      <Notice tone="ok" live>
        <p>{t("sound", { pages: format.count(check.pages), lines: format.count(check.record.lines) })}</p>
      </Notice>
    );
  return (
    <Notice tone="danger" live>
      {check.damagedPages > 0 && (
        <p>
          {t("damagedPages", { damaged: format.count(check.damagedPages), pages: format.count(check.pages) })}
        </p>
      )}
      {check.integrity === "damaged" && <p>{t("damagedDatabase")}</p>}
      {!check.record.intact && <p>{t("brokenRecord")}</p>}
      {check.freshness === "changed" && <p>{t("notFresh")}</p>}
      {!whole && <p>{t("useBackup")}</p>}
    </Notice>
  );
}
