import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { purposeCodes, type PurposeCode } from "../../../../workers/terms/purpose.ts";
import { Badge, Button, Checkbox, Dialog, Select, TextField } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import type { Draft, MappedColumn } from "./draft.ts";
import { isHashed, mayDocument, mayHash, type BasisChoice, type TreatmentChoices } from "./treatment.ts";

/** What may be chosen of a column beyond its meaning: only its hash, or a documented basis for what never comes in. */
export function TreatmentCell({
  draft,
  column,
  heading,
  onTreat,
}: {
  readonly draft: Draft;
  readonly column: MappedColumn;
  readonly heading: string;
  readonly onTreat: (treatment: TreatmentChoices) => void;
}): ReactElement | null {
  const { t } = useTranslation("import");
  const { treatment } = draft;
  if (mayHash(column))
    return (
      <Checkbox
        isSelected={isHashed(draft, column)}
        onChange={(chosen) =>
          onTreat({ ...treatment, hashed: new Map([...treatment.hashed, [column.key, chosen]]) })
        }
      >
        <span className="note">{t("hashOnly")}</span>
      </Checkbox>
    );
  if (!mayDocument(column)) return null;
  const change = (basis: BasisChoice | undefined): void => {
    const bases = new Map(treatment.bases);
    if (basis === undefined) bases.delete(column.key);
    else bases.set(column.key, basis);
    onTreat({ ...treatment, bases });
  };
  return (
    <Basis basis={treatment.bases.get(column.key)} column={column} heading={heading} onChange={change} />
  );
}

function Basis({
  basis,
  column,
  heading,
  onChange,
}: {
  readonly basis: BasisChoice | undefined;
  readonly column: MappedColumn;
  readonly heading: string;
  readonly onChange: (basis: BasisChoice | undefined) => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const words = useWords();
  const [asking, setAsking] = useState(false);
  return (
    <>
      {basis && (
        <>
          <Badge tone="warn" icon="warn">
            {t(basis.hash ? "basisHash" : "basisKept")}
          </Badge>
          <div className="note">
            {t("basisSaid", { purpose: words.label("purpose", basis.purpose), reason: basis.reason })}
          </div>
        </>
      )}
      <div className="row">
        <Button kind="quiet" onPress={() => setAsking(true)} aria-label={t("basisOf", { heading })}>
          {t(basis ? "basisChange" : "basisGive")}
        </Button>
        {basis && (
          <Button kind="quiet" onPress={() => onChange(undefined)} aria-label={t("basisDropOf", { heading })}>
            {t("basisDrop")}
          </Button>
        )}
      </div>
      {asking && (
        <BasisDialog
          basis={basis}
          heading={heading}
          hashOnly={column.kind !== "special-category"}
          onClose={() => setAsking(false)}
          onChange={onChange}
        />
      )}
    </>
  );
}

const SHORTEST = 10;
const LONGEST = 300;

/** Asks for purpose and reason; both stay in the record. */
function BasisDialog({
  basis,
  heading,
  hashOnly,
  onClose,
  onChange,
}: {
  readonly basis: BasisChoice | undefined;
  readonly heading: string;
  /** Card and official numbers are never more than a hash. */
  readonly hashOnly: boolean;
  readonly onClose: () => void;
  readonly onChange: (basis: BasisChoice) => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const words = useWords();
  const [purpose, setPurpose] = useState<PurposeCode>(basis?.purpose ?? "service");
  const [reason, setReason] = useState(basis?.reason ?? "");
  const [hash, setHash] = useState(hashOnly || (basis?.hash ?? false));
  const length = reason.trim().length;
  return (
    <Dialog title={t("basisTitle", { heading })} open onClose={onClose}>
      <div className="stack-tight">
        <p>{t("basisText")}</p>
        <Select
          label={t("basisPurpose")}
          value={purpose}
          options={purposeCodes.map((code) => ({ value: code, label: words.label("purpose", code) }))}
          onChange={setPurpose}
        />
        <TextField
          label={t("basisReason")}
          hint={t("basisReasonHint")}
          value={reason}
          onChange={setReason}
          lines
        />
        <Checkbox isSelected={hash} onChange={setHash} isDisabled={hashOnly}>
          {t(hashOnly ? "basisHashAlways" : "hashOnly")}
        </Checkbox>
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("basisCancel")}</Button>
        <Button
          kind="primary"
          isDisabled={length < SHORTEST || length > LONGEST}
          onPress={() => {
            onChange({ purpose, reason: reason.trim(), hash });
            onClose();
          }}
        >
          {t("basisGive")}
        </Button>
      </div>
    </Dialog>
  );
}
