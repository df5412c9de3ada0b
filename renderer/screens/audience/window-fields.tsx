import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { JaNumberField, Select, TextField } from "../../components/index.ts";
import type { WindowDraft } from "./act-draft.ts";

const kinds = ["ever", "lastDays", "between"] as const;

/** When: ever, in the last n days, or between two days. */
export function WindowFields({
  window,
  onChange,
}: {
  readonly window: WindowDraft;
  readonly onChange: (window: WindowDraft) => void;
}): ReactElement {
  const { t } = useTranslation("builder");
  return (
    <>
      <Select
        label={t("when")}
        value={window.kind}
        options={kinds.map((kind) => ({ value: kind, label: t(`window.${kind}`) }))}
        onChange={(kind) => onChange({ ...window, kind })}
      />
      {window.kind === "lastDays" && (
        <JaNumberField
          label={t("lastDays")}
          unit={t("unit.days")}
          min={0}
          max={36_500}
          value={window.days}
          onChange={(days) => onChange({ ...window, days })}
        />
      )}
      {window.kind === "between" && (
        <>
          <TextField
            kind="date"
            label={t("fromDay")}
            value={window.from}
            onChange={(from) => onChange({ ...window, from })}
          />
          <TextField
            kind="date"
            label={t("toDay")}
            value={window.to}
            onChange={(to) => onChange({ ...window, to })}
          />
        </>
      )}
    </>
  );
}
