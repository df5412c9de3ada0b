import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../workers/base/fault.ts";
import { retentionActions, type RetentionEntry, type RetentionRule } from "../../../workers/terms/keep.ts";
import {
  Button,
  Card,
  Checkbox,
  Choices,
  FaultNotice,
  JaNumberField,
  Select,
} from "../../components/index.ts";
import { useWords } from "../../i18n/words.ts";
import { toast } from "../../state/toasts.ts";
import { vaultApi } from "../../state/vault.ts";

const DAYS_A_YEAR = 365;
const fresh: RetentionRule = {
  inactiveDays: 3 * DAYS_A_YEAR,
  action: "erase",
  undated: "keep",
  active: true,
};

/** Makes or changes a retention rule. Saving touches nobody; running it is another step. */
export function RetentionForm({
  entry,
  onDone,
}: {
  readonly entry?: RetentionEntry;
  readonly onDone: () => void;
}): ReactElement {
  const { t } = useTranslation("retention");
  const words = useWords();
  const [rule, setRule] = useState<RetentionRule>(entry?.rule ?? fresh);
  const [fault, setFault] = useState<Fault>();
  const save = async (): Promise<void> => {
    const saved = await vaultApi().saveRetention(entry ? { id: entry.id, rule } : { rule });
    if (!saved.ok) {
      setFault(saved.error);
      return;
    }
    toast("ok", t("saved"));
    onDone();
  };
  return (
    <Card title={entry ? t("changeRule") : t("makeRule")}>
      <JaNumberField
        label={t("inactiveDays")}
        unit={t("days")}
        hint={t("inactiveHint")}
        min={30}
        max={36_500}
        value={rule.inactiveDays}
        onChange={(days) => days !== undefined && setRule({ ...rule, inactiveDays: Math.round(days) })}
      />
      <Select
        label={t("actionLabel")}
        value={rule.action}
        options={retentionActions.map((action) => ({
          value: action,
          label: words.label("retentionAction", action),
        }))}
        onChange={(action) => setRule({ ...rule, action })}
      />
      <Choices
        label={t("undatedLabel")}
        value={rule.undated}
        options={[
          { value: "keep", label: t("undated.keep") },
          { value: "act", label: t("undated.act") },
        ]}
        onChange={(undated) => setRule({ ...rule, undated })}
      />
      <Checkbox isSelected={rule.active} onChange={(active) => setRule({ ...rule, active })}>
        {t("active")}
      </Checkbox>
      {fault && <FaultNotice fault={fault} />}
      <div className="row">
        <Button kind="primary" onPress={() => void save()}>
          {t("save")}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {t("back")}
        </Button>
      </div>
    </Card>
  );
}
