import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { CEILING_BYTES, WARN_BYTES } from "../../workers/terms/limits.ts";
import { Button, LinkButton } from "../components/button.tsx";
import { FaultNotice, Notice } from "../components/notice.tsx";
import { useFormat } from "../i18n/format.ts";
import { address } from "../state/route.ts";
import { setSession, useSession } from "../state/session.ts";

/** What its owner should know of the vault before it hurts: little room is left, or a backup failed. */
export function VaultNotices(): ReactElement {
  return (
    <>
      <BackupFailed />
      <LittleRoom />
    </>
  );
}

function BackupFailed(): ReactElement | null {
  const { t } = useTranslation("shell");
  const fault = useSession((session) => session.backupFault);
  if (!fault) return null;
  return (
    <FaultNotice
      fault={fault}
      actions={
        <>
          <LinkButton href={address("record", "vault")}>{t("showBackups")}</LinkButton>
          <Button kind="quiet" icon="close" onPress={() => setSession({ backupFault: undefined })}>
            {t("understood")}
          </Button>
        </>
      }
    />
  );
}

function LittleRoom(): ReactElement | null {
  const { t } = useTranslation("shell");
  const format = useFormat();
  const bytes = useSession(({ lifecycle }) => (lifecycle.kind === "open" ? lifecycle.info.bytes : 0));
  const [read, setRead] = useState(false);
  if (bytes < WARN_BYTES || read) return null;
  return (
    <Notice
      tone="warn"
      title={t("littleRoomTitle")}
      actions={
        <>
          <LinkButton href={address("record", "retention")}>{t("showRetention")}</LinkButton>
          <Button kind="quiet" icon="close" onPress={() => setRead(true)}>
            {t("understood")}
          </Button>
        </>
      }
    >
      <p>{t("littleRoom", { bytes: format.bytes(bytes), ceiling: format.bytes(CEILING_BYTES) })}</p>
    </Notice>
  );
}
