import { useEffect } from "react";
import { create } from "zustand";

/** One thing a person can do, as the palette, the shortcuts and the help list it. */
export interface Command {
  readonly id: string;
  readonly title: string;
  /** More words it is found by: kana, kanji, romaji, the other language. */
  readonly keywords: string;
  readonly shortcut?: Shortcut;
  run(): void;
}

/** Keys in KeyboardEvent.code, so that they do not depend on the input method. */
export interface Shortcut {
  readonly code: string;
  readonly ctrl?: boolean;
  readonly alt?: boolean;
  readonly shift?: boolean;
  /** How it is written, for example Ctrl+K. */
  readonly label: string;
}

export const useCommandRegistry = create<{ readonly commands: ReadonlyMap<string, Command> }>(() => ({
  commands: new Map(),
}));

/** Offers commands while the component is on the screen. Pass a memoised list. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    useCommandRegistry.setState(({ commands: known }) => ({
      commands: new Map([...known, ...commands.map((command) => [command.id, command] as const)]),
    }));
    return () => {
      useCommandRegistry.setState(({ commands: known }) => {
        const left = new Map(known);
        for (const command of commands) if (left.get(command.id) === command) left.delete(command.id);
        return { commands: left };
      });
    };
  }, [commands]);
}

/** Whether a key press is this shortcut, and not part of composing Japanese . */
export function pressed(event: KeyboardEvent, shortcut: Shortcut): boolean {
  if (event.isComposing) return false;
  return (
    event.code === shortcut.code &&
    (event.ctrlKey || event.metaKey) === (shortcut.ctrl ?? false) &&
    event.altKey === (shortcut.alt ?? false) &&
    event.shiftKey === (shortcut.shift ?? false)
  );
}

/** Text folded for searching: NFKC, lower case, katakana as hiragana. */
export function folded(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}
