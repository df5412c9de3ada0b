import { err, ok, type Result } from "../../../workers/base/result.ts";
import { messageClasses, type SendingRules } from "../../../workers/terms/decision.ts";
import { command, refused, reply, type Misuse } from "../core/command.ts";
import { groupsOf } from "../core/sending-options.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

export const releaseRules = command({
  name: "release rules",
  summary: {
    ja: "接触回数の上限と、公平さを比べるグループを表示し、変えます。",
    en: "Shows and changes how often people may be contacted, and the groups a choice is compared by.",
  },
  options: {
    ...vaultOption,
    cap: { kind: "many", hint: "CLASS=MOST/DAYS|none" },
    groups: { kind: "text", hint: "GROUP,...|none" },
    service: { kind: "many", hint: "CAMPAIGN" },
  },
  run: async ({ io, words, given }) => {
    const changes = changesOf(given);
    if (!changes.ok) return { kind: "misuse", misuse: changes.error };
    return withVault(io, given.vault, async (api) => {
      const known = await api.sendingRules({});
      if (!known.ok) return refused(known.error);
      const { caps, groups } = changes.value;
      if (caps.length === 0 && groups === undefined && given.service.length === 0)
        return reply(known, (rules) => describe(rules, words));
      const saved = await api.saveSendingRules({
        caps: { ...known.value.caps, ...Object.fromEntries(caps) },
        groups: groups ?? known.value.groups,
        serviceCampaigns: [...known.value.serviceCampaigns, ...given.service],
      });
      return reply(saved, (rules) => describe(rules, words));
    });
  },
});

interface Given {
  readonly cap: readonly string[];
  readonly groups: string | undefined;
}

function changesOf({ cap, groups }: Given) {
  const caps: [string, { most: number; days: number } | undefined][] = [];
  for (const text of cap) {
    const read = capOf(text);
    if (!read.ok) return read;
    caps.push(read.value);
  }
  const named = groups === undefined || groups === "none" ? ok([]) : groupsOf("--groups", groups);
  if (!named.ok) return named;
  return ok({ caps, groups: groups === undefined ? undefined : named.value });
}

function capOf(text: string): Result<[string, { most: number; days: number } | undefined], Misuse> {
  const [, name = "", most = "", days = ""] = /^(\w+)=(?:none|(\d{1,4})\/(\d{1,3}))$/u.exec(text) ?? [];
  const known = messageClasses.find((one) => one === name);
  const rule = { most: Number(most), days: Number(days) };
  const allowed = most === "" || (rule.most >= 1 && rule.most <= 1000 && rule.days >= 1 && rule.days <= 366);
  if (known !== undefined && allowed) return ok([known, most === "" ? undefined : rule]);
  const expected = `${messageClasses.join("|")}=4/30, email=none`;
  return err({ key: "bad-value", facts: { name: "--cap", value: text, expected } });
}

function describe({ caps, groups, serviceCampaigns }: SendingRules, words: Words): readonly string[] {
  const say = (key: string, facts: Readonly<Record<string, string>> = {}): string =>
    words.label("release", `decision.${key}`, facts);
  const lines = messageClasses.flatMap((one) => {
    const cap = caps[one];
    if (cap === undefined) return [];
    return [
      say("cap", {
        class: say(`class.${one}`),
        most: words.number(cap.most),
        days: words.number(cap.days),
      }),
    ];
  });
  return [
    ...(lines.length === 0 ? [say("noCap")] : lines),
    groups.length === 0
      ? say("noGroups")
      : say("groups", {
          groups: groups.map((one) => words.label("release", `dimension.${one}`)).join(", "),
        }),
    ...serviceCampaigns.map((name) => say("service", { name })),
  ];
}
