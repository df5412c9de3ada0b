import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectionKind } from "../../../../workers/terms/rights.ts";
import { objectionKinds } from "../../../../workers/terms/rights.ts";
import { Choices } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { vaultApi } from "../../../state/vault.ts";
import { ReasonDialog } from "./reason-dialog.tsx";

/** Writes down what a person objects to, as one act. */
export function ObjectDialog({
  customerId,
  onClose,
}: {
  readonly customerId: number;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("rights");
  const words = useWords();
  const [to, setTo] = useState<ObjectionKind>("direct_marketing");
  return (
    <ReasonDialog
      title={t("object")}
      action={t("objectNow")}
      done={t("objected")}
      act={(reason) => vaultApi().recordObjection({ customerId, to: [to], reason })}
      onClose={onClose}
    >
      <Choices
        label={t("objectTo")}
        value={to}
        options={objectionKinds.map((one) => ({ value: one, label: words.rights(`objection.${one}`) }))}
        onChange={setTo}
      />
      <p>{t(`objectText_${to}`)}</p>
    </ReasonDialog>
  );
}
