import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import {
  keptTables,
  rowActions,
  type KeepRule,
  type KeptTable,
  type RowAction,
} from "../../../../workers/terms/keep-rules.ts";
import { purposeCodes, type PurposeCode } from "../../../../workers/terms/purpose.ts";
import { Button, Choices, FaultNotice, JaNumberField, Select, TextField } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";

const kinds = ["age", "contract_end", "evidence"] as const;

interface Draft {
  readonly kind: KeepRule["kind"];
  readonly table: KeptTable;
  readonly purpose: PurposeCode;
  readonly rowAction: RowAction;
  readonly event: string;
  readonly personAction: "erase" | "generalise";
  readonly undated: "keep" | "last_activity";
  readonly days: number;
  readonly months: number;
}

const fresh: Draft = {
  kind: "age",
  table: "events",
  purpose: "analytics",
  rowAction: "delete",
  event: "",
  personAction: "erase",
  undated: "keep",
  days: 730,
  months: 36,
};

function ruleOf(draft: Draft): KeepRule {
  const { kind, days } = draft;
  if (kind === "evidence") return { kind, months: draft.months, active: true };
  if (kind === "contract_end") {
    const { event, personAction: action, undated } = draft;
    return { kind, event: event.trim(), days, action, undated, active: true };
  }
  return { kind, table: draft.table, purpose: draft.purpose, days, action: draft.rowAction, active: true };
}

/** Makes a rule of keeping. Saving takes nothing away; running it is another step. */
export function KeepRuleForm({ onDone }: { readonly onDone: () => void }): ReactElement {
  const { t } = useTranslation("keepRules");
  const words = useWords();
  const [draft, setDraft] = useState(fresh);
  const [fault, setFault] = useState<Fault>();
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const options = <T extends string>(kind: string, codes: readonly T[]) =>
    codes.map((value) => ({ value, label: words.label(kind, value) }));
  const save = async (): Promise<void> => {
    const saved = await vaultApi().saveKeepRule({ rule: ruleOf(draft) });
    if (!saved.ok) {
      setFault(saved.error);
      return;
    }
    toast("ok", t("saved"));
    onDone();
  };
  return (
    <div className="stack">
      <Choices
        label={t("kind")}
        value={draft.kind}
        options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        onChange={(kind) => change({ kind })}
      />
      {draft.kind === "age" && (
        <>
          <Select
            label={t("table")}
            value={draft.table}
            options={options("vaultTable", keptTables)}
            onChange={(table) => change({ table })}
          />
          <Select
            label={t("purpose")}
            hint={t("purposeHint")}
            value={draft.purpose}
            options={options("purpose", purposeCodes)}
            onChange={(purpose) => change({ purpose })}
          />
          <Select
            label={t("action")}
            value={draft.rowAction}
            options={options("keepAction", rowActions)}
            onChange={(rowAction) => change({ rowAction })}
          />
        </>
      )}
      {draft.kind === "contract_end" && (
        <>
          <TextField
            label={t("event")}
            hint={t("eventHint")}
            value={draft.event}
            onChange={(event) => change({ event })}
          />
          <Select
            label={t("action")}
            value={draft.personAction}
            options={options("keepAction", ["erase", "generalise"] as const)}
            onChange={(personAction) => change({ personAction })}
          />
          <Choices
            label={t("undated")}
            value={draft.undated}
            options={(["keep", "last_activity"] as const).map((value) => ({
              value,
              label: t(`undatedWay.${value}`),
            }))}
            onChange={(undated) => change({ undated })}
          />
        </>
      )}
      {draft.kind === "evidence" ? (
        <JaNumberField
          label={t("months")}
          unit={t("monthUnit")}
          hint={t("monthsHint")}
          min={1}
          max={1200}
          value={draft.months}
          onChange={(months) => months !== undefined && change({ months: Math.round(months) })}
        />
      ) : (
        <JaNumberField
          label={t("days")}
          unit={t("dayUnit")}
          min={draft.kind === "age" ? 30 : 0}
          max={36_500}
          value={draft.days}
          onChange={(days) => days !== undefined && change({ days: Math.round(days) })}
        />
      )}
      {fault && <FaultNotice fault={fault} />}
      <div className="row">
        <Button
          kind="primary"
          isDisabled={draft.kind === "contract_end" && draft.event.trim() === ""}
          onPress={() => void save()}
        >
          {t("save")}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {t("back")}
        </Button>
      </div>
    </div>
  );
}
