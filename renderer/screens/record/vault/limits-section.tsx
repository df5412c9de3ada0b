import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { CEILING_BYTES, WARN_BYTES } from "../../../../workers/terms/limits.ts";
import type { VaultInfo } from "../../../../workers/terms/vault.ts";
import { Card } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";

/** How much of the room a vault has is used. */
export function LimitsSection({ info }: { readonly info: VaultInfo }): ReactElement {
  const { t } = useTranslation("vault");
  const format = useFormat();
  const share = Math.min(1, info.bytes / CEILING_BYTES);
  const used = t("roomUsed", { bytes: format.bytes(info.bytes), ceiling: format.bytes(CEILING_BYTES) });
  return (
    <Card title={t("roomTitle")}>
      <div
        className="bar-meter"
        role="meter"
        aria-label={t("roomTitle")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={used}
      >
        <span
          style={{
            width: `${String(share * 100)}%`,
            background: info.bytes < WARN_BYTES ? "var(--ok)" : "var(--warn)",
          }}
        />
      </div>
      <p>{used}</p>
      <p className="note">{t("roomText", { warn: format.bytes(WARN_BYTES) })}</p>
    </Card>
  );
}
