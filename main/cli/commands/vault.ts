import type { VaultApi } from "../../../workers/contract.ts";
import { command, done, refused, reply, type Reply } from "../core/command.ts";
import type { Io } from "../core/io.ts";
import { facts } from "../core/print.ts";
import { vaultOption, withNewVault, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";
import type { FaultCode } from "../../../workers/base/fault.ts";
import type { VaultCheck, VaultInfo } from "../../../workers/terms/vault.ts";

export const vaultCreate = command({
  name: "vault create",
  summary: {
    ja: "新しい金庫を作ります。--sampleを付けると、架空の店のデータを入れます。",
    en: "Makes a new vault; with --sample, one that holds a fictional shop.",
  },
  options: { ...vaultOption, name: { kind: "text", hint: "NAME" }, sample: { kind: "flag" } },
  run: ({ io, words, given }) =>
    withNewVault(io, given.vault, beginning(given, words), async (api) => {
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

function beginning(
  { name, sample }: { readonly name: string | undefined; readonly sample: boolean },
  { language }: Words,
) {
  return { name, sample, language };
}

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
    ja: "金庫の全ページ、鮮度、記録のつながりを確かめます。--accept-changedを付けると、外で変わった金庫も開き、そのことを記録します。",
    en: "Checks every page of a vault, its freshness and the chain of its record; with --accept-changed, opens one that was changed outside, too, and records that.",
  },
  options: { ...vaultOption, "accept-changed": { kind: "flag" } },
  run: ({ io, words, given }) => {
    const options = { acceptChanged: given["accept-changed"] };
    return withVault(io, given.vault, (api) => checked(api, io, words), options);
  },
});

async function checked(api: VaultApi, io: Io, words: Words): Promise<Reply> {
  const check = await api.checkVault({ job: io.job });
  if (!check.ok) return refused(check.error);
  const { pages, damagedPages, integrity, freshness, record } = check.value;
  const lines = facts([
    [words.say("pages"), words.number(pages)],
    [words.say("damaged-pages"), words.number(damagedPages)],
    [words.say("database"), words.say(integrity === "ok" ? "intact" : "damaged")],
    [words.say("freshness"), words.say(freshness === "ok" ? "last-saved" : "changed-outside")],
    [
      words.say("record"),
      `${words.say(record.intact ? "intact" : "damaged")} (${words.number(record.lines)})`,
    ],
  ]);
  const code = whatIsWrong(check.value);
  if (code === undefined) return done(check.value, lines);
  return { kind: "refused", fault: { code }, json: { ...check.value }, lines };
}

/** The most serious thing a check found. */
function whatIsWrong({ damagedPages, integrity, freshness, record }: VaultCheck): FaultCode | undefined {
  if (damagedPages > 0 || integrity !== "ok") return "wrong-passphrase-or-damaged";
  if (!record.intact) return "record-broken";
  return freshness === "ok" ? undefined : "vault-changed-outside";
}

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
