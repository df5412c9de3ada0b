import { command, done, refused, reply } from "../core/command.ts";
import { facts } from "../core/print.ts";
import { vaultOption, withNewVault, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";
import type { VaultInfo } from "../../../workers/terms/vault.ts";

export const vaultCreate = command({
  name: "vault create",
  summary: {
    ja: "新しい金庫を作ります。--sampleを付けると、架空の店のデータを入れます。",
    en: "Makes a new vault; with --sample, one that holds a fictional shop.",
  },
  options: { ...vaultOption, name: { kind: "text", hint: "NAME" }, sample: { kind: "flag" } },
  run: ({ io, words, given }) =>
    withNewVault(io, given.vault, { name: given.name, sample: given.sample }, async (api) => {
      if (given.sample) {
        const loaded = await api.loadSample({ language: words.language, job: io.job });
        if (!loaded.ok) return refused(loaded.error);
      }
      const info = await api.vaultInfo({});
      if (!info.ok) return refused(info.error);
      return done(info.value, [
        words.say("vault-created", { path: given.vault }),
        ...describe(info.value, words),
      ]);
    }),
});

export const vaultInfo = command({
  name: "vault info",
  summary: { ja: "金庫の名前、大きさ、件数を示します。", en: "Shows a vault's name, size and counts." },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      return reply(await api.vaultInfo({}), (info) => describe(info, words));
    }),
});

export const vaultCheck = command({
  name: "vault check",
  summary: {
    ja: "金庫の全ページと記録のつながりを確かめます。",
    en: "Checks every page of a vault and the chain of its record.",
  },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const check = await api.checkVault({ job: io.job });
      if (!check.ok) return refused(check.error);
      const { pages, damagedPages, integrity, record } = check.value;
      const lines = facts([
        [words.say("pages"), words.number(pages)],
        [words.say("damaged-pages"), words.number(damagedPages)],
        [words.say("database"), words.say(integrity === "ok" ? "intact" : "damaged")],
        [
          words.say("record"),
          `${words.say(record.intact ? "intact" : "damaged")} (${words.number(record.lines)})`,
        ],
      ]);
      if (integrity === "ok" && damagedPages === 0 && record.intact) return done(check.value, lines);
      const fault = { code: record.intact ? "wrong-passphrase-or-damaged" : "record-broken" } as const;
      return { kind: "refused", fault, json: { ...check.value }, lines };
    }),
});

function describe(info: VaultInfo, words: Words): readonly string[] {
  return facts([
    [words.say("name"), info.name],
    [words.say("created"), info.createdAt],
    [words.say("bytes"), words.number(info.bytes)],
    [words.say("customers"), words.number(info.customers)],
    [words.say("orders"), words.number(info.orders)],
    [words.say("sample"), words.say(info.sample ? "yes" : "no")],
  ]);
}
