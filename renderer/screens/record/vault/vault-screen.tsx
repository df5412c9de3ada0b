import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "../../../components/index.ts";
import { useSession } from "../../../state/session.ts";
import { BackupsSection } from "./backups-section.tsx";
import { CheckSection } from "./check-section.tsx";
import { FileSection } from "./file-section.tsx";
import { KeychainSection } from "./keychain-section.tsx";
import { LimitsSection } from "./limits-section.tsx";
import { CopySection } from "./copy-section.tsx";
import { LockSection } from "./lock-section.tsx";
import { PassphraseSection } from "./passphrase-section.tsx";
import { RecoveryKitSection } from "./recovery-kit-section.tsx";

/**
 * What the open vault is and how it is kept. Each section is a card of its own in a file beside this one: it asks the
 * vault itself, shows its own faults, and stands in this list in the order people need it.
 */
export function VaultScreen(): ReactElement | null {
  const { t } = useTranslation("vault");
  const info = useSession(({ lifecycle }) => (lifecycle.kind === "open" ? lifecycle.info : undefined));
  if (!info) return null;
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <FileSection info={info} />
      <BackupsSection />
      <CheckSection />
      <PassphraseSection />
      <RecoveryKitSection />
      <LockSection />
      <CopySection />
      <KeychainSection />
      <LimitsSection info={info} />
    </>
  );
}
