import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { QuarantineReason } from "../../../../workers/terms/intake.ts";
import { useFormat } from "../../../i18n/format.ts";

/** The reasons rows wait for, with how many; picking one shows only its rows. */
export function ReasonList({
  reasons,
  all,
  value,
  onChange,
}: {
  readonly reasons: readonly { readonly reason: QuarantineReason; readonly rows: number }[];
  readonly all: number;
  readonly value: QuarantineReason | undefined;
  readonly onChange: (reason: QuarantineReason | undefined) => void;
}): ReactElement {
  const { t } = useTranslation("quarantine");
  const format = useFormat();
  const items = [
    { reason: undefined, name: t("allReasons"), rows: all },
    ...reasons.map(({ reason, rows }) => ({ reason, name: t(`reason.${reason}`), rows })),
  ];
  return (
    <ul className="pick-list">
      {items.map((item) => (
        <li key={item.reason ?? "all"}>
          <button type="button" aria-pressed={item.reason === value} onClick={() => onChange(item.reason)}>
            <span>{item.name}</span>
            <span className="number">{format.count(item.rows)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
