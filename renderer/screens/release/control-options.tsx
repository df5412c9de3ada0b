import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ConsentedRequest } from "../../../workers/terms/release.ts";
import { Checkbox, JaNumberField, Select, TextField } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";

/** Shares of the people a control may have. */
const shares = [0, 0.05, 0.1, 0.2, 0.3, 0.5];
/** As long as nobody says anything else, the control stays out of further lists. */
const usualDays = 30;
const longestName = 120;

/** What is said of a release besides its people and recipient. */
interface ControlChoice {
  /** Of the people who may leave, how many stay as a control; 0 for none. */
  readonly share: number;
  readonly days: number | undefined;
  readonly reachControls: boolean;
  /** What the recipient reads in place of the segment's name; "" for that name. */
  readonly listName: string;
}

export const noControl: ControlChoice = { share: 0, days: undefined, reachControls: false, listName: "" };

/** The part of a request it makes. */
export function controlPart({
  share,
  days,
  reachControls,
  listName,
}: ControlChoice): Pick<ConsentedRequest, "holdout" | "reachControls" | "listName"> {
  const name = listName.trim();
  return {
    ...(share > 0 && { holdout: { share, ...(days !== undefined && { days: Math.round(days) }) } }),
    ...(reachControls && { reachControls }),
    ...(name !== "" && { listName: name }),
  };
}

/** A control to keep back and for how long, whether those of other releases may be reached, and the name the recipient reads. */
export function ControlOptions({
  choice,
  onChange,
}: {
  readonly choice: ControlChoice;
  readonly onChange: (part: Partial<ControlChoice>) => void;
}): ReactElement {
  const { t } = useTranslation("consented");
  const format = useFormat();
  return (
    <>
      <Select
        label={t("holdout")}
        hint={t("holdoutNote")}
        value={String(choice.share)}
        options={shares.map((one) => ({
          value: String(one),
          label: one === 0 ? t("holdoutNone") : t("holdoutShare", { percent: format.percent(one) }),
        }))}
        onChange={(chosen) => onChange({ share: Number(chosen) })}
      />
      {choice.share > 0 && (
        <JaNumberField
          label={t("holdoutDays")}
          hint={t("holdoutDaysNote", { days: usualDays })}
          unit={t("daysUnit")}
          min={1}
          max={365}
          value={choice.days}
          onChange={(days) => onChange({ days })}
        />
      )}
      <Checkbox isSelected={choice.reachControls} onChange={(reachControls) => onChange({ reachControls })}>
        {t("reachControls")}
      </Checkbox>
      {choice.reachControls && <p className="note">{t("reachControlsNote")}</p>}
      <ListName
        key={choice.listName}
        value={choice.listName}
        onChange={(listName) => onChange({ listName })}
      />
    </>
  );
}

/** Asked anew when the field is left, not at each letter. */
function ListName({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (name: string) => void;
}): ReactElement {
  const { t } = useTranslation("consented");
  const [draft, setDraft] = useState(value);
  return (
    <TextField
      label={t("listName")}
      hint={t("listNameNote")}
      value={draft}
      onChange={setDraft}
      onBlur={() => onChange(draft.trim().slice(0, longestName))}
    />
  );
}
