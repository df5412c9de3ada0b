import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { RecoveryKit } from "../../../../workers/terms/vault.ts";
import { DateText } from "../../../components/index.ts";

/** The page of a recovery kit: all that a person needs who finds it in years to come, and the one thing on paper when printed. */
export function RecoverySheet({ kit }: { readonly kit: RecoveryKit }): ReactElement {
  const { t } = useTranslation("keys");
  return (
    <article className="print-sheet stack">
      <h3>{t("sheetTitle")}</h3>
      <dl className="facts">
        <dt>{t("sheetVault")}</dt>
        <dd>{kit.vaultName}</dd>
        <dt>{t("sheetDate")}</dt>
        <dd>
          <DateText iso={kit.at} />
        </dd>
      </dl>
      <h4>{t("sheetCode")}</h4>
      <p className="recovery-code" aria-label={t("sheetCode")}>
        {kit.code.split("-").map((group, place) => (
          <span key={place}>{group}</span>
        ))}
      </p>
      <p>{t("sheetUse")}</p>
      <p>{t("sheetValid")}</p>
      <p>{t("sheetOther")}</p>
      <p className="mono recovery-pragma">{`PRAGMA key = "x'${kit.hex}'";`}</p>
      <p>{t("sheetSafe")}</p>
    </article>
  );
}
