import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Select } from "../../../components/index.ts";
import { useSession } from "../../../state/session.ts";

/** The currencies of the shops this is for, most likely first; any other a file was found in is added. */
const common = ["JPY", "GBP", "EUR", "USD", "CNY", "KRW", "TWD", "HKD", "SGD", "AUD", "CAD", "CHF"];

/** The currency of amounts without a currency column (ISO 4217). */
export function CurrencyField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (currency: string) => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const language = useSession((session) => session.language);
  const names = new Intl.DisplayNames(language, { type: "currency" });
  const codes = common.includes(value) ? common : [value, ...common];
  return (
    <Select
      label={t("currency")}
      value={value}
      options={codes.map((code) => ({ value: code, label: names.of(code) ?? code, aside: code }))}
      onChange={onChange}
      hint={t("currencyHint")}
    />
  );
}
