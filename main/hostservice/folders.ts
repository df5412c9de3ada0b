import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { vaultExtension } from "../vaultfile/side-files.ts";

/** Where the program keeps what the user did not put elsewhere. */
export interface Folders {
  /** Holds the vaults. */
  readonly vaults: string;
  /** Released files go here unless another folder is chosen. */
  readonly releases: string;
}

/** `KURABITO_HOME`, or the folder `Kurabito` of the user's home folder; released files in `Released` inside it. */
export function defaultFolders(home: string | undefined = process.env["KURABITO_HOME"]): Folders {
  const vaults = home === undefined || home === "" ? join(homedir(), "Kurabito") : resolve(home);
  return { vaults, releases: join(vaults, "Released") };
}

/** A path as a person types it: `~` is the home folder, and what is not absolute lies in `base`. */
export function typedToPath(typed: string, base: string): string {
  const text = typed.trim();
  if (text === "~") return homedir();
  if (/^~[/\\]/.test(text)) return join(homedir(), text.slice(2));
  return isAbsolute(text) ? resolve(text) : resolve(base, text);
}

/** A vault's path with the extension every vault has. */
export function withVaultExtension(path: string): string {
  return path.endsWith(vaultExtension) ? path : path + vaultExtension;
}

/** A file name from a suggested one: what no system takes is replaced. */
export function vaultFileName(suggested: string): string {
  const plain = suggested
    .normalize("NFC")
    .replace(/[/\\<>:"|?*\p{Cc}\p{Cf}]/gu, "_")
    .replace(/^[. ]+|[. ]+$/g, "")
    .slice(0, 80);
  return withVaultExtension(plain === "" ? "vault" : plain);
}
