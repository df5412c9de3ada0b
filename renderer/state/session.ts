import { create } from "zustand";
import type { HostInfo } from "../../main/contract.ts";
import type { Fault } from "../../workers/base/fault.ts";
import type { Language } from "../../workers/terms/language.ts";
import type { VaultInfo } from "../../workers/terms/vault.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** Where the vault stands. `locked` remembers only which file it was. */
export type Lifecycle =
  | { readonly kind: "starting" }
  | { readonly kind: "none" }
  | { readonly kind: "locked"; readonly path: string; readonly name: string }
  | { readonly kind: "open"; readonly path: string; readonly info: VaultInfo };

export type SaveState =
  | { readonly kind: "saved"; readonly at?: string }
  | { readonly kind: "saving" }
  | { readonly kind: "failed"; readonly fault: Fault };

/** What the frame of the window knows. Never a person's row: those live in the vault worker and on the screen alone. */
export interface Session {
  readonly host: HostInfo | undefined;
  readonly lifecycle: Lifecycle;
  readonly save: SaveState;
  /** Why the last backup failed, until it has been read. */
  readonly backupFault: Fault | undefined;
  readonly language: Language;
  readonly theme: Theme;
  /** Names, mail and phone hidden, for a shared screen. */
  readonly masked: boolean;
  readonly railCollapsed: boolean;
  /** Whether a recovery code opened the vault, and its user has not chosen a new passphrase yet. */
  readonly needsPassphrase: boolean;
  /** Whether the user is being asked if locking may lose something. */
  readonly askingToLock: boolean;
  /** Requests that left for a network as the host counted them, and those it refused. */
  readonly sent: number;
  readonly refused: number;
  /** Releases of the open vault. */
  readonly released: number;
}

export const useSession = create<Session>(() => ({
  host: undefined,
  lifecycle: { kind: "starting" },
  save: { kind: "saved" },
  backupFault: undefined,
  language: "ja",
  theme: "system",
  masked: false,
  railCollapsed: false,
  needsPassphrase: false,
  askingToLock: false,
  sent: 0,
  refused: 0,
  released: 0,
}));

/** Changes some of the session. */
export const setSession = useSession.setState;

/** Applies a theme to the page; `system` follows the system. */
export function switchTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  setSession({ theme });
}
