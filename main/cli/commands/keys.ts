import { command, done, misuse, refused } from "../core/command.ts";
import { facts } from "../core/print.ts";
import { readPassphrase, readSecrets } from "../core/passphrase.ts";
import { vaultOption, withService } from "../core/session.ts";

export const vaultPassphrase = command({
  name: "vault passphrase",
  summary: {
    ja: "パスフレーズを変更します。今のものはKURABITO_PASSPHRASEか標準入力の1行目、新しいものはKURABITO_NEW_PASSPHRASEか次の行から読みます。--recovery-codeを付けると、今のものの代わりに復旧コードをKURABITO_RECOVERY_CODEか1行目から読みます。",
    en: "Changes the passphrase: today's from KURABITO_PASSPHRASE or the first line of standard input, the new one from KURABITO_NEW_PASSPHRASE or the next line; with --recovery-code, a recovery code from KURABITO_RECOVERY_CODE or the first line in place of today's.",
  },
  options: { ...vaultOption, "recovery-code": { kind: "flag" } },
  run: async ({ io, words, given }) => {
    const byCode = given["recovery-code"];
    const [current, next] = await readSecrets(io, [
      byCode ? "KURABITO_RECOVERY_CODE" : "KURABITO_PASSPHRASE",
      "KURABITO_NEW_PASSPHRASE",
    ]);
    if (current === undefined) return misuse(byCode ? "no-recovery-code" : "no-passphrase");
    if (next === undefined) return misuse("no-new-passphrase");
    return withService(io, given.vault, "open", async (api) => {
      const again = current.slice();
      const opened = byCode
        ? await api.unlockWithRecoveryCode({ code: current })
        : await api.unlockVault({ passphrase: current });
      if (!opened.ok) {
        again.fill(0);
        return refused(opened.error);
      }
      const changed = await api.changePassphrase({ current: again, next });
      if (!changed.ok) return refused(changed.error);
      return done({ changed: true }, [words.say("passphrase-changed")]);
    });
  },
});

export const vaultRecoveryKit = command({
  name: "vault recovery-kit",
  summary: {
    ja: "パスフレーズを忘れたときに金庫を開ける復旧コードを示します。パスフレーズを変更するまで有効です。",
    en: "Shows a recovery code that opens the vault until its passphrase is changed.",
  },
  options: vaultOption,
  run: async ({ io, words, given }) => {
    const passphrase = await readPassphrase(io);
    if (passphrase === undefined) return misuse("no-passphrase");
    return withService(io, given.vault, "open", async (api) => {
      const again = passphrase.slice();
      const opened = await api.unlockVault({ passphrase });
      if (!opened.ok) {
        again.fill(0);
        return refused(opened.error);
      }
      const kit = await api.recoveryKit({ passphrase: again });
      if (!kit.ok) return refused(kit.error);
      const { code, hex, vaultName, at } = kit.value;
      return done(kit.value, [
        ...facts([
          [words.say("name"), vaultName],
          [words.say("created"), at],
          [words.say("recovery-code"), code],
          ["SQLCipher", `PRAGMA key = "x'${hex}'";`],
        ]),
        words.say("recovery-kit-notes"),
      ]);
    });
  },
});
