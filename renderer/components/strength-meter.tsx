import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "./icon.tsx";
import { strengthOf } from "../state/opening.ts";

const FULL_BITS = 100;

/** How hard a passphrase is to guess: a bar, a word, and whether a vault may be made with it. */
export function StrengthMeter({ passphrase }: { readonly passphrase: string }): ReactElement {
  const { t } = useTranslation("welcome");
  const { bits, acceptable, problem } = strengthOf(passphrase);
  const share = Math.min(1, bits / FULL_BITS);
  const text =
    passphrase === ""
      ? t("strengthNone")
      : acceptable
        ? t("strengthOk")
        : t(`problem.${problem ?? "too-simple"}`);
  return (
    <div className="stack-tight">
      <div
        className="bar-meter"
        role="meter"
        aria-label={t("strength")}
        aria-valuemin={0}
        aria-valuemax={FULL_BITS}
        aria-valuenow={Math.round(share * FULL_BITS)}
        aria-valuetext={text}
      >
        <span
          style={{ width: `${String(share * 100)}%`, background: acceptable ? "var(--ok)" : "var(--warn)" }}
        />
      </div>
      <p className="note row" role="status">
        <Icon name={acceptable ? "ok" : "info"} small />
        {text}
      </p>
    </div>
  );
}
