import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { recipientFacts } from "../../../workers/terms/policy.ts";
import type { Recipient } from "../../../workers/terms/purpose.ts";
import { TextField } from "../../components/index.ts";

const longest = 60;

/** Where a recipient holds the rows; its seat while nothing is said. Asked anew when the field is left, not at each letter. */
export function RecipientCountry({
  recipient,
  value,
  onChange,
}: {
  readonly recipient: Recipient;
  readonly value: string;
  readonly onChange: (country: string) => void;
}): ReactElement {
  const { t, i18n } = useTranslation("consented");
  const [draft, setDraft] = useState(value);
  const { country: seat } = recipientFacts[recipient];
  const name = seat && new Intl.DisplayNames([i18n.language], { type: "region" }).of(seat);
  return (
    <TextField
      label={t("country")}
      hint={name === undefined ? t("countryOwn") : t("countrySeat", { country: name })}
      value={draft}
      onChange={setDraft}
      onBlur={() => onChange(draft.trim().slice(0, longest))}
    />
  );
}
