import type { ReactElement, ReactNode } from "react";
import {
  CheckboxButton,
  CheckboxField,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Button as AriaButton,
  RadioButton,
  RadioField,
  RadioGroup,
  Select as AriaSelect,
  SelectValue,
  Text,
  TextArea,
  TextField as AriaTextField,
} from "react-aria-components";
import { Icon } from "./icon.tsx";

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  /** Said under the field, and marks it as wrong. */
  readonly error?: string | undefined;
  readonly kind?: "text" | "password" | "search" | "date";
  readonly lines?: boolean;
  /** Takes the focus when it appears: for the one field a screen is about. */
  readonly focusFirst?: boolean;
  readonly isDisabled?: boolean;
  readonly autoComplete?: string;
  readonly onBlur?: () => void;
}

/** One line of text, or several with `lines`. */
export function TextField({
  label,
  hint,
  error,
  kind = "text",
  lines = false,
  autoComplete = "off",
  focusFirst = false,
  ...rest
}: TextFieldProps): ReactElement {
  return (
    <AriaTextField
      {...rest}
      // eslint-disable-next-line jsx-a11y/no-autofocus -- a door with one field to fill: focus is where the hand goes
      autoFocus={focusFirst}
      type={kind}
      autoComplete={autoComplete}
      className="field"
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      {lines ? <TextArea className="input" /> : <Input className="input" />}
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  /** In small type at the right. */
  readonly aside?: string;
}

/** One of a list. */
export function Select<T extends string>({
  label,
  hideLabel = false,
  value,
  options,
  onChange,
  isDisabled = false,
  hint,
}: {
  readonly label: string;
  /** Only where the words beside it already say it. */
  readonly hideLabel?: boolean;
  readonly value: T | undefined;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  readonly isDisabled?: boolean;
  readonly hint?: string;
}): ReactElement {
  return (
    <AriaSelect
      className="field"
      value={value ?? null}
      isDisabled={isDisabled}
      onChange={(key) => {
        const found = options.find((option) => option.value === key);
        if (found) onChange(found.value);
      }}
      {...(hideLabel ? { "aria-label": label } : {})}
    >
      {!hideLabel && <Label>{label}</Label>}
      <AriaButton className="select-button">
        <SelectValue>
          {({ selectedText, defaultChildren }) => (selectedText ? selectedText : defaultChildren)}
        </SelectValue>
        <Icon name="down" small />
      </AriaButton>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <Popover className="popover">
        <ListBox className="listbox" items={options.map((option) => ({ ...option, id: option.value }))}>
          {(option) => (
            <ListBoxItem className="listbox-item" textValue={option.label}>
              <Text slot="label">{option.label}</Text>
              {option.aside && <span className="aside">{option.aside}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

/** One of few, all in sight. */
export function Choices<T extends string>({
  label,
  value,
  options,
  hint,
  onChange,
}: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly hint?: string | undefined;
  readonly onChange: (value: T) => void;
}): ReactElement {
  return (
    <RadioGroup
      className="field"
      value={value}
      orientation="horizontal"
      onChange={(key) => {
        const found = options.find((option) => option.value === key);
        if (found) onChange(found.value);
      }}
    >
      <Label>{label}</Label>
      <div className="choices">
        {options.map((option) => (
          <RadioField key={option.value} value={option.value} className="choice-field">
            <RadioButton className="choice">{option.label}</RadioButton>
          </RadioField>
        ))}
      </div>
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
    </RadioGroup>
  );
}

/** Yes or no. */
export function Checkbox({
  isSelected,
  onChange,
  isDisabled = false,
  children,
}: {
  readonly isSelected: boolean;
  readonly onChange: (selected: boolean) => void;
  readonly isDisabled?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <CheckboxField isSelected={isSelected} onChange={onChange} isDisabled={isDisabled}>
      <CheckboxButton className="check">
        <span className="check-box">
          <Icon name="check" small />
        </span>
        <span>{children}</span>
      </CheckboxButton>
    </CheckboxField>
  );
}
