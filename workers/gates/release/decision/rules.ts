import * as v from "valibot";
import type { Outcome } from "../../../base/fault.ts";
import { noSendingRules, sendingRulesSchema, type SendingRules } from "../../../terms/decision.ts";
import type { Database } from "../../../vault/database.ts";
import { putSetting, setting } from "../../../vault/settings.ts";
import type { Workspace } from "../../../workspace.ts";

const KEY = "sending_rules";

/** The rules of this vault for what it sends; none in a vault that never set any. */
export function readRules(db: Database): SendingRules {
  const text = setting(db, KEY);
  if (text === "") return noSendingRules;
  const parsed = v.safeParse(sendingRulesSchema, JSON.parse(text));
  return parsed.success ? parsed.output : noSendingRules;
}

/** Keeps the rules and notes in the record which they are; the names of campaigns stay out of it. */
export function saveRules({ vault }: Workspace, rules: SendingRules): Promise<Outcome<SendingRules>> {
  return vault.change(["releases", "record"], (note) => {
    const serviceCampaigns = [...new Set(rules.serviceCampaigns.filter((name) => name !== ""))];
    putSetting(vault.db, KEY, JSON.stringify({ ...rules, serviceCampaigns }));
    const caps = Object.entries(rules.caps).flatMap(([name, cap]) =>
      cap === undefined ? [] : [`${name} ${String(cap.most)}/${String(cap.days)}`],
    );
    note({
      gate: "release",
      action: "sending-rules",
      payload: {
        caps: caps.join(", "),
        groups: rules.groups.join(", "),
        serviceCampaigns: serviceCampaigns.length,
      },
    });
    return readRules(vault.db);
  });
}
