import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import {
  fairnessAttributes,
  type MessageClass,
  type SendingRules,
} from "../../../../workers/terms/decision.ts";
import {
  Asked,
  Button,
  Card,
  Checkbox,
  FaultNotice,
  JaNumberField,
  TextField,
} from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";

/** The vault's own rules for what it sends: the cap of the class in hand, the groups every discount is compared by, service campaigns. */
export function SendingRulesCard({ of }: { readonly of: MessageClass }): ReactElement {
  const { t } = useTranslation("decision");
  const query = useVaultQuery("sendingRules", {}, ["releases"]);
  return (
    <Card title={t("rulesTitle")}>
      <p className="note">{t("rulesText")}</p>
      <Asked query={query}>{(rules) => <RulesForm key={of} rules={rules} of={of} />}</Asked>
    </Card>
  );
}

function RulesForm({ rules, of }: { readonly rules: SendingRules; readonly of: MessageClass }): ReactElement {
  const { t } = useTranslation("decision");
  const words = useWords();
  const [most, setMost] = useState(rules.caps[of]?.most);
  const [days, setDays] = useState<number | undefined>(rules.caps[of]?.days ?? 30);
  const [groups, setGroups] = useState(rules.groups);
  const [service, setService] = useState(rules.serviceCampaigns.join("\n"));
  const [fault, setFault] = useState<Fault>();
  const save = async (): Promise<void> => {
    const cap = most === undefined || days === undefined ? undefined : { most, days };
    const saved = await vaultApi().saveSendingRules({
      caps: { ...rules.caps, [of]: cap },
      groups: [...groups],
      serviceCampaigns: service.split("\n"),
    });
    setFault(saved.ok ? undefined : saved.error);
    if (saved.ok) toast("ok", t("rulesSaved"));
  };
  const name = words.release(`decision.class.${of}`);
  return (
    <div className="stack-tight">
      <JaNumberField
        label={t("capMost", { class: name })}
        hint={t("capHint")}
        unit={t("times")}
        min={1}
        max={1000}
        value={most}
        onChange={setMost}
      />
      <JaNumberField
        label={t("capDays")}
        unit={t("daysUnit")}
        min={1}
        max={366}
        value={days}
        onChange={setDays}
      />
      <div className="field" role="group" aria-label={t("alwaysGroups")}>
        <span>{t("alwaysGroups")}</span>
        {fairnessAttributes.map((one) => (
          <Checkbox
            key={one}
            isSelected={groups.includes(one)}
            onChange={(on) => setGroups(on ? [...groups, one] : groups.filter((other) => other !== one))}
          >
            {words.release(`dimension.${one}`)}
          </Checkbox>
        ))}
      </div>
      <TextField
        lines
        label={t("serviceCampaigns")}
        hint={t("serviceHint")}
        value={service}
        onChange={setService}
      />
      {fault && <FaultNotice fault={fault} />}
      <div>
        <Button onPress={() => void save()}>{t("rulesSave")}</Button>
      </div>
    </div>
  );
}
