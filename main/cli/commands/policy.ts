import { retentionActions, type RetentionEntry } from "../../../workers/terms/keep.ts";
import type {
  AutomaticRun,
  DueRule,
  DueRun,
  RuleName,
  RulePreviewed,
} from "../../../workers/terms/keep-due.ts";
import { keptTables, rowActions } from "../../../workers/terms/keep-rules.ts";
import { purposeCodes } from "../../../workers/terms/purpose.ts";
import type { VaultApi } from "../../../workers/contract.ts";
import { fault, type Outcome } from "../../../workers/base/fault.ts";
import { ok } from "../../../workers/base/result.ts";
import { command, done, misuse, refused, reply } from "../core/command.ts";
import { keepPreviewLines, keepSentence, typedKeepRule } from "../core/keep-rule.ts";
import { wholeNumber } from "../core/lookup.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";
import { packLines } from "./law.ts";

const keepKinds = ["age", "contract_end", "evidence"] as const;
const keepForms = [
  "age --table --purpose --days --action delete|anonymise|generalise",
  "contract_end --event --days --action erase|generalise [--undated]",
  "evidence --months",
] as const;

export const policyShow = command({
  name: "policy show",
  summary: {
    ja: "保存期間のルールと、適用している法令のパックを並べます。",
    en: "Lists the retention rules and the packs of law in force.",
  },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const law = await api.showPolicy({});
      if (!law.ok) return refused(law.error);
      const keep = await api.listKeepRules({});
      if (!keep.ok) return refused(keep.error);
      return reply(
        mapOutcome(await api.listRetention({}), (rules) => ({
          rules,
          keepRules: keep.value,
          packs: law.value.packs,
        })),
        ({ rules, keepRules, packs }) => [
          ...ruleTable(rules, words),
          ...keepRules.map((entry) => keepSentence(entry, words)),
          "",
          ...packLines({ packs }, words),
        ],
      );
    }),
});

export const policyAdd = command({
  name: "policy add",
  summary: {
    ja: "保存期間のルールを加えます。最後の動きから数えた日数を過ぎた人に行います。",
    en: "Adds a retention rule: what happens to people so many days after their last activity.",
  },
  options: {
    ...vaultOption,
    "inactive-days": { kind: "whole", hint: "N", least: 30, most: 36_500, required: true },
    action: { kind: "choice", choices: retentionActions, required: true },
    undated: { kind: "choice", choices: ["keep", "act"] },
    inactive: { kind: "flag" },
  },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const rule = {
        inactiveDays: given["inactive-days"],
        action: given.action,
        undated: given.undated ?? "keep",
        active: !given.inactive,
      };
      return reply(await api.saveRetention({ rule }), (entry) => ruleTable([entry], words));
    }),
});

export const policyKeep = command({
  name: "policy keep",
  summary: {
    ja: "保存のルールを加えます。age（行の古さ）、contract_end（契約の終わり）、evidence（消去した人の証跡）の3種類です。",
    en: "Adds a rule of keeping: age (of rows), contract_end (of people) or evidence (of who was erased).",
  },
  rest: { hint: keepKinds.join("|"), least: 1, most: 1 },
  options: {
    ...vaultOption,
    table: { kind: "choice", choices: keptTables },
    purpose: { kind: "choice", choices: purposeCodes },
    days: { kind: "whole", hint: "N", least: 0, most: 36_500 },
    months: { kind: "whole", hint: "N", least: 1, most: 1200 },
    event: { kind: "text", hint: "NAME" },
    action: { kind: "choice", choices: [...new Set([...rowActions, ...retentionActions])] },
    undated: { kind: "choice", choices: ["keep", "last_activity"] },
    inactive: { kind: "flag" },
  },
  run: async ({ io, words, given, rest }) => {
    const kind = keepKinds.find((one) => one === rest[0]);
    const rule = kind === undefined ? undefined : typedKeepRule(kind, given);
    if (rule === undefined)
      return misuse("bad-value", { name: "RULE", value: rest[0], expected: keepForms.join("; ") });
    return withVault(io, given.vault, async (api) =>
      reply(await api.saveKeepRule({ rule }), (entry) => [keepSentence(entry, words)]),
    );
  },
});

export const policyPreview = command({
  name: "policy preview",
  summary: {
    ja: "ルールを今日行うと何人に及ぶかを示します。何も変えません。",
    en: "Says how many people a rule would act on today; changes nothing.",
  },
  rest: { hint: "RULE", least: 1, most: 1 },
  options: { ...vaultOption, keep: { kind: "flag" } },
  run: async ({ io, words, given, rest }) => {
    const ruleId = wholeNumber(rest[0]);
    if (ruleId === undefined) return misuse("bad-value", { name: "RULE", value: rest[0], expected: "1 …" });
    if (given.keep)
      return withVault(io, given.vault, async (api) =>
        reply(await api.previewKeepRule({ ruleId }), (preview) => keepPreviewLines(preview, words)),
      );
    return withVault(io, given.vault, async (api) =>
      reply(await api.previewRetention({ ruleId }), ({ people, orders }) => [
        words.say("retention-preview", { people: words.number(people), orders: words.number(orders) }),
      ]),
    );
  },
});

export const policyAutomatic = command({
  name: "policy automatic",
  summary: {
    ja: "ルールの対象を確かめてから、金庫を開いたときに自動で行うようにします。--offでやめます。",
    en: "Previews a rule and lets it run by itself when the vault opens; --off ends that.",
  },
  rest: { hint: "RULE", least: 1, most: 1 },
  options: { ...vaultOption, keep: { kind: "flag" }, off: { kind: "flag" } },
  run: async ({ io, words, given, rest }) => {
    const ruleId = wholeNumber(rest[0]);
    if (ruleId === undefined) return misuse("bad-value", { name: "RULE", value: rest[0], expected: "1 …" });
    const family = given.keep ? "keep" : "activity";
    return withVault(io, given.vault, async (api) => {
      if (given.off)
        return reply(await api.setRuleAutomatic({ family, ruleId, automatic: false }), () => [
          words.say("rule-by-hand", { rule: ruleId }),
        ]);
      const found = await previewed(api, { family, ruleId });
      if (!found.ok) return refused(found.error);
      const { things, people } = found.value;
      return reply(
        await api.setRuleAutomatic({ family, ruleId, automatic: true, seen: { things, people } }),
        () => [
          words.say("rule-automatic", {
            ...{ rule: ruleId, things: words.number(things), people: words.number(people) },
          }),
        ],
      );
    });
  },
});

/** What a rule would reach now. */
async function previewed(api: VaultApi, { family, ruleId }: RuleName): Promise<Outcome<RulePreviewed>> {
  if (family === "keep") return api.previewKeepRule({ ruleId });
  return mapOutcome(await api.previewRetention({ ruleId }), ({ people, unclaimed }) => ({
    things: people + unclaimed,
    people,
  }));
}

function dueRunLines({ ran, asked }: DueRun, words: Words): readonly string[] {
  const line = (key: "due-ran" | "due-asks", { ruleId, deed, things, people }: AutomaticRun | DueRule) =>
    words.say(key, {
      ...{ rule: ruleId, things: words.number(things), people: words.number(people) },
      deed: words.label("words", `ruleDeed.${deed.reaches}-${deed.action}`),
    });
  const lines = [...ran.map((run) => line("due-ran", run)), ...asked.map((rule) => line("due-asks", rule))];
  return lines.length === 0 ? [words.say("nothing-due")] : lines;
}

export const policySweep = command({
  name: "policy sweep",
  summary: {
    ja: "有効なルールを順に行います。--ruleで一つだけを選べます。--dueでは、自動で行うルールだけを、金庫を開いたときと同じように行います。",
    en: "Carries out the active rules one after another, or the one of --rule; --due only those that run by themselves, as when the window opens the vault.",
  },
  options: {
    ...vaultOption,
    rule: { kind: "whole", hint: "ID", least: 1, most: 2_147_483_647 },
    due: { kind: "flag" },
  },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      if (given.due) return reply(await api.runDueRules({ job: io.job }), (done) => dueRunLines(done, words));
      const rules = await dueRules(api, given.rule);
      if (!rules.ok) return refused(rules.error);
      const swept: { readonly rule: number; readonly people: number; readonly orders: number }[] = [];
      const lines = () =>
        swept.map(({ rule, people, orders }) =>
          words.say("retention-done", { rule, people: words.number(people), orders: words.number(orders) }),
        );
      for (const { id } of rules.value) {
        const run = await api.runRetention({ ruleId: id, job: io.job });
        if (!run.ok) return { kind: "refused", fault: run.error, json: { swept }, lines: lines() };
        swept.push({ rule: id, ...run.value });
      }
      const kept = given.rule === undefined ? await api.runKeepRules({ job: io.job }) : ok([]);
      if (!kept.ok) return { kind: "refused", fault: kept.error, json: { swept }, lines: lines() };
      const ran = [
        ...lines(),
        ...kept.value.map(({ ruleId, things, people }) =>
          words.say("keep-done", {
            rule: ruleId,
            things: words.number(things),
            people: words.number(people),
          }),
        ),
      ];
      return done({ swept, kept: kept.value }, ran.length === 0 ? [words.say("no-active-rule")] : ran);
    }),
});

async function dueRules(
  api: VaultApi,
  asked: number | undefined,
): Promise<Outcome<readonly RetentionEntry[]>> {
  const rules = await api.listRetention({});
  if (!rules.ok) return rules;
  if (asked === undefined) return ok(rules.value.filter(({ rule }) => rule.active));
  const found = rules.value.filter(({ id }) => id === asked);
  return found.length === 0 ? fault("rule-unknown") : ok(found);
}

function ruleTable(rules: readonly RetentionEntry[], words: Words): readonly string[] {
  return table(
    [
      "id",
      words.say("inactive-days"),
      words.say("action"),
      words.say("undated"),
      words.say("active"),
      words.say("last-run"),
      words.say("by-itself"),
    ],
    rules.map(({ id, rule, lastRunAt, automaticSince }) => [
      String(id),
      words.number(rule.inactiveDays),
      rule.action,
      rule.undated,
      words.say(rule.active ? "yes" : "no"),
      lastRunAt ?? "",
      words.say(automaticSince === undefined ? "no" : "yes"),
    ]),
  );
}
