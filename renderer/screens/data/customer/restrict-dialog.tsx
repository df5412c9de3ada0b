import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { vaultApi } from "../../../state/vault.ts";
import { ReasonDialog } from "./reason-dialog.tsx";

/** Freezes a person for every purpose, or lifts that again. */
export function RestrictDialog({
  customerId,
  restricted,
  onClose,
}: {
  readonly customerId: number;
  /** As it is now. */
  readonly restricted: boolean;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("rights");
  return (
    <ReasonDialog
      title={t(restricted ? "lift" : "restrict")}
      action={t(restricted ? "liftNow" : "restrictNow")}
      done={t(restricted ? "lifted" : "restricted")}
      act={(reason) => vaultApi().setRestriction({ customerId, restricted: !restricted, reason })}
      onClose={onClose}
    >
      <p>{t(restricted ? "liftText" : "restrictText")}</p>
    </ReasonDialog>
  );
}
