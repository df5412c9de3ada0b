import type { ReactElement } from "react";
import { Label, RadioButton, RadioField, RadioGroup } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Encoding, EncodingCandidate, FilePreview } from "../../../../workers/terms/intake.ts";
import { Badge } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";

/** Any bytes read as something under these, so that being valid says nothing for them. */
const wide: ReadonlySet<Encoding> = new Set(["utf-16le", "utf-16be"]);

/** The encodings a file may be in, each with the headings as they would read, so that one can pick by eye. */
export function EncodingChoices({
  preview,
  value,
  onChange,
}: {
  readonly preview: FilePreview;
  readonly value: Encoding;
  readonly onChange: (encoding: Encoding) => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const own = headingsOf(preview.encodings.find((candidate) => candidate.encoding === value));
  const telling = preview.encodings.filter(
    (candidate) =>
      candidate.encoding === value ||
      (candidate.valid && !wide.has(candidate.encoding) && headingsOf(candidate) !== own),
  );
  const others = preview.encodings.filter((candidate) => !telling.includes(candidate));
  return (
    <RadioGroup
      className="field"
      value={value}
      onChange={(picked) => {
        const found = preview.encodings.find((candidate) => candidate.encoding === picked);
        if (found) onChange(found.encoding);
      }}
    >
      <Label>{t("encoding")}</Label>
      <div className="stack-tight">
        {telling.map((candidate) => (
          <Candidate key={candidate.encoding} candidate={candidate} />
        ))}
        {others.length > 0 && (
          <details>
            <summary>{t("otherEncodings")}</summary>
            <div className="stack-tight">
              {others.map((candidate) => (
                <Candidate key={candidate.encoding} candidate={candidate} />
              ))}
            </div>
          </details>
        )}
      </div>
    </RadioGroup>
  );
}

function headingsOf(candidate: EncodingCandidate | undefined): string {
  return candidate?.headings.join("\u0000") ?? "";
}

function Candidate({ candidate }: { readonly candidate: EncodingCandidate }): ReactElement {
  const { t } = useTranslation("import");
  const words = useWords();
  return (
    <RadioField value={candidate.encoding}>
      <RadioButton className="encoding">
        <span className="row">
          <strong>{words.label("encoding", candidate.encoding)}</strong>
          {!candidate.valid && (
            <Badge tone="warn" icon="warn">
              {t("notValid")}
            </Badge>
          )}
        </span>
        <span className="encoding-headings">{candidate.headings.slice(0, 6).join(t("listComma"))}</span>
      </RadioButton>
    </RadioField>
  );
}
