import { useState, type ReactElement } from "react";
import { FieldError, Input, Label, Text, TextField as AriaTextField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { parseJaNumber } from "./ja-number.ts";

/**
 * A number field that Japanese input methods do not break: free text, understood when the field is
 * left, and the understood number shown. What is no number is said and not passed on.
 */
export function JaNumberField({
  label,
  value,
  onChange,
  unit,
  hint,
  min,
  max,
  isDisabled = false,
}: {
  readonly label: string;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
  readonly unit?: string;
  readonly hint?: string;
  readonly min?: number;
  readonly max?: number;
  readonly isDisabled?: boolean;
}): ReactElement {
  const { t } = useTranslation("kit");
  const [draft, setDraft] = useState<string>();
  const [error, setError] = useState<string>();
  const settle = (): void => {
    if (draft === undefined) return;
    const blank = draft.trim() === "";
    const parsed = blank ? undefined : parseJaNumber(draft);
    if (!blank && parsed === undefined) {
      setError(t("numberUnreadable"));
    } else if (parsed !== undefined && min !== undefined && parsed < min) {
      setError(t("numberTooSmall", { min }));
    } else if (parsed !== undefined && max !== undefined && parsed > max) {
      setError(t("numberTooLarge", { max }));
    } else {
      setError(undefined);
      setDraft(undefined);
      onChange(parsed);
    }
  };
  return (
    <AriaTextField
      className="field"
      value={draft ?? (value === undefined ? "" : String(value))}
      onChange={setDraft}
      onBlur={settle}
      inputMode="decimal"
      autoComplete="off"
      isInvalid={error !== undefined}
      isDisabled={isDisabled}
      validationBehavior="aria"
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.nativeEvent.isComposing) settle();
      }}
    >
      <Label>{label}</Label>
      <div className="field-with-unit">
        <Input className="input number" />
        {unit && <span className="muted">{unit}</span>}
      </div>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}
