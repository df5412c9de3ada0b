import type { BackupInfo } from "../../../workers/terms/backup.ts";
import type { BackupEntry } from "../../../workers/terms/vault-file.ts";
import { createVaultStore } from "../../vaultfile/vault-store.ts";
import { command, done, refused, reply } from "../core/command.ts";
import { facts, table } from "../core/print.ts";
import { vaultOption, withShutVault, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";
import { resolve } from "node:path";

export const vaultBackup = command({
  name: "vault backup",
  summary: {
    ja: "金庫の控えを作り、読み返して確かめます。",
    en: "Makes a backup of a vault and reads it back.",
  },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(await api.backUpNow({}), (made) => [words.say("backed-up"), ...listing([made], words)]),
    ),
});

export const vaultBackups = command({
  name: "vault backups",
  summary: {
    ja: "金庫の控えを新しい順に示します。パスフレーズは要りません。",
    en: "Lists the backups of a vault, newest first; needs no passphrase.",
  },
  options: vaultOption,
  run: async ({ words, given }) => {
    const listed = await createVaultStore().listBackups(resolve(given.vault));
    return reply(listed, (entries) =>
      entries.length === 0 ? [words.say("no-backups")] : listing(entries, words),
    );
  },
});

export const vaultRestore = command({
  name: "vault restore",
  summary: {
    ja: "控えを確かめ、今の金庫を控えに残してから、控えの状態に戻します。--backupがなければ最も新しい控えを使います。金庫が開けなくなっていても使えます。",
    en: "Checks a backup, puts the present vault aside as a backup of its own, and goes back; without --backup, to the newest. Works for a vault that does not open any more, too.",
  },
  options: {
    ...vaultOption,
    backup: { kind: "text", hint: "ID" },
    "accept-unvouched": { kind: "flag" },
  },
  run: async ({ io, words, given }) => {
    const listed = await createVaultStore().listBackups(resolve(given.vault));
    if (!listed.ok) return refused(listed.error);
    // What an earlier restore put aside is the last thing to go back to unasked.
    const newest = listed.value.find(({ reason }) => reason !== "restore") ?? listed.value[0];
    const entry = listed.value.find(({ id }) => id === given.backup) ?? newest;
    if (entry === undefined || (given.backup !== undefined && entry.id !== given.backup))
      return refused({ code: "backup-missing" });
    return withShutVault(io, given.vault, async (api, passphrase) => {
      const restored = await api.restoreBackup({
        passphrase,
        backupId: entry.id,
        acceptUnvouched: given["accept-unvouched"],
      });
      if (!restored.ok) return refused(restored.error);
      return done({ ...restored.value, backup: entry }, [
        words.say("restored"),
        ...facts([
          [words.say("backup-id"), entry.id],
          [words.say("time"), entry.at],
          [words.say("customers"), words.number(restored.value.customers)],
          [words.say("orders"), words.number(restored.value.orders)],
        ]),
      ]);
    });
  },
});

function listing(entries: readonly (BackupEntry | BackupInfo)[], words: Words): readonly string[] {
  const headings = [words.say("backup-id"), words.say("time"), words.say("reason"), words.say("bytes")];
  return table(
    headings,
    entries.map((entry) => [
      entry.id,
      entry.at,
      words.label("words", `backupReason.${entry.reason}`),
      words.number(entry.bytes),
    ]),
  );
}
