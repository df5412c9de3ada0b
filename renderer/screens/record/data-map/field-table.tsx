import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { MapField } from "../../../../workers/terms/data-map.ts";
import { Badge, Button, Dialog, SmallTable, TextField } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";
import { fieldName } from "./field-name.ts";

/** Fields with class, filling, sources, purposes, use, what the customer gets, and what is wanting. */
export function FieldTable({
  caption,
  fields,
}: {
  readonly caption: string;
  readonly fields: readonly MapField[];
}): ReactElement {
  const { t } = useTranslation("dataMap");
  const words = useWords();
  const format = useFormat();
  const [asking, setAsking] = useState<MapField>();
  const list = (kind: string, codes: readonly string[]): string =>
    codes.map((code) => words.label(kind, code)).join(t("listComma"));
  return (
    <>
      <SmallTable<MapField>
        caption={caption}
        rows={fields}
        keyOf={({ id }) => id}
        columns={[
          {
            key: "field",
            title: t("field"),
            cell: (field) => (
              <>
                <span>{fieldName(words, field)}</span>
                <div className="note">{words.label("mapTable", field.table)}</div>
              </>
            ),
          },
          { key: "class", title: t("class"), cell: (field) => words.label("fieldClass", field.class) },
          {
            key: "filled",
            title: t("filled"),
            number: true,
            cell: ({ filled, rows }) => (
              <>
                {format.count(filled)}
                <div className="note">{rows === 0 ? "" : format.percent(filled / rows)}</div>
              </>
            ),
          },
          { key: "sources", title: t("source"), cell: ({ sources }) => sources.join(t("listComma")) },
          {
            key: "purposes",
            title: t("purposes"),
            cell: ({ purposes, basis }) => (
              <>
                {list("purpose", purposes)}
                {basis && <div className="note">{t("basis", { reason: basis.reason })}</div>}
              </>
            ),
          },
          { key: "uses", title: t("uses"), cell: ({ uses }) => list("mapUse", uses) || t("noUse") },
          {
            key: "value",
            title: t("value"),
            cell: (field) => <ValueCell field={field} onEdit={() => setAsking(field)} />,
          },
          { key: "gaps", title: t("gaps"), cell: ({ gaps }) => <Gaps gaps={gaps} /> },
        ]}
      />
      {asking && <ValueDialog key={asking.id} field={asking} onClose={() => setAsking(undefined)} />}
    </>
  );
}

function Gaps({ gaps }: Pick<MapField, "gaps">): ReactElement {
  const words = useWords();
  return (
    <>
      {gaps.map((gap) => (
        <div key={gap}>
          <Badge tone={gap === "no-purpose" ? "danger" : "warn"}>{words.label("mapGap", gap)}</Badge>
        </div>
      ))}
    </>
  );
}

function ValueCell({
  field,
  onEdit,
}: {
  readonly field: MapField;
  readonly onEdit: () => void;
}): ReactElement | null {
  const { t } = useTranslation("dataMap");
  const words = useWords();
  if (field.working || field.filled === 0) return null;
  const act = t(field.value === "" ? "writeValue" : "changeValue");
  return (
    <>
      {field.value !== "" && <div>{field.value}</div>}
      <Button
        kind="quiet"
        onPress={onEdit}
        // What is shown comes first, so that a spoken command finds the button.
        aria-label={`${act}: ${fieldName(words, field)}`}
      >
        {act}
      </Button>
    </>
  );
}

/** Asks for the owner's words: what the customer gets for this field. */
function ValueDialog({
  field,
  onClose,
}: {
  readonly field: MapField;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("dataMap");
  const words = useWords();
  const [text, setText] = useState(field.value);
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    const saved = await vaultApi().saveFieldValue({ field: field.id, text });
    setBusy(false);
    if (!saved.ok) {
      toast("danger", words.fault(saved.error));
      return;
    }
    toast("ok", t("valueSaved"));
    onClose();
  };
  return (
    <Dialog title={t("valueTitle", { field: fieldName(words, field) })} open onClose={onClose}>
      <TextField label={t("value")} value={text} onChange={setText} hint={t("valueHint")} lines />
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("cancel")}</Button>
        <Button
          kind="primary"
          icon="check"
          isDisabled={busy || text.length > 300}
          onPress={() => void save()}
        >
          {t("save")}
        </Button>
      </div>
    </Dialog>
  );
}
