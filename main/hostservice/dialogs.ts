/** The system's dialogs, as far as a host has them. */
export interface Dialogs {
  /** Whether the choose* dialogs exist; without them the window asks for a path in words. */
  readonly native: boolean;
  /** The vault to open, or where to create one; undefined when the user gave up. */
  chooseVault(mode: "open" | "create", suggestedPath: string): Promise<string | undefined>;
  chooseFolder(current: string): Promise<string | undefined>;
  /** Shows a folder in the system's file manager; nothing happens where there is none. */
  showFolder(path: string): Promise<void>;
}
