import type { TFunction } from "i18next";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { pressed, useCommandRegistry, useCommands, type Command, type Shortcut } from "../state/commands.ts";
import { askToLock } from "../state/lifecycle.ts";
import { go, places, tabs, type Place } from "../state/route.ts";
import { setSession, useSession } from "../state/session.ts";
import { changeLanguage, changeTheme } from "./preferences.tsx";

interface Openers {
  readonly palette: () => void;
  readonly help: () => void;
}

const ctrlK: Shortcut = { code: "KeyK", ctrl: true, label: "Ctrl+K" };
const mask: Shortcut = { code: "KeyP", ctrl: true, shift: true, label: "Ctrl+Shift+P" };
const lock: Shortcut = { code: "KeyL", ctrl: true, shift: true, label: "Ctrl+Shift+L" };
const help: Shortcut = { code: "Slash", shift: true, label: "?" };

function shellCommands(t: TFunction<"shell">, open: Openers): readonly Command[] {
  const leading = places.map((place, index): Command => ({
    id: `go-${place}`,
    title: t(`place.${place}`),
    keywords: keywordsOf(t, place),
    shortcut: { code: `Digit${String(index + 1)}`, alt: true, label: `Alt+${String(index + 1)}` },
    run: () => go(place),
  }));
  const screens = places.flatMap((place) =>
    tabs[place].slice(tabs[place].length === 1 ? 1 : 0).map((tab): Command => ({
      id: `go-${place}-${tab}`,
      title: `${t(`place.${place}`)}: ${t(`tab.${tab}`)}`,
      keywords: t(`find.${tab}`),
      run: () => go(place, tab),
    })),
  );
  const acts: readonly Command[] = [
    { id: "palette", title: t("search"), keywords: "", shortcut: ctrlK, run: open.palette },
    {
      id: "mask",
      title: t("maskSwitch"),
      keywords: t("find.mask"),
      shortcut: mask,
      run: () => setSession({ masked: !useSession.getState().masked }),
    },
    { id: "language", title: t("languageSwitch"), keywords: t("find.language"), run: changeLanguage },
    { id: "theme", title: t("themeSwitch"), keywords: t("find.theme"), run: changeTheme },
    {
      id: "lock",
      title: t("lock"),
      keywords: t("find.lock"),
      shortcut: lock,
      run: askToLock,
    },
    { id: "help", title: t("help"), keywords: t("find.help"), shortcut: help, run: open.help },
  ];
  return [...leading, ...screens, ...acts];
}

/** What a place is found by; one that has a single screen stands for that screen too. */
function keywordsOf(t: TFunction<"shell">, place: Place): string {
  const [first, ...others] = tabs[place];
  const own = t(`find.${place}`);
  return others.length > 0 ? own : `${own} ${t(`tab.${first}`)} ${t(`find.${first}`)}`;
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, [contenteditable]") !== null;
}

/** Whether a plain key belongs to what has the focus: a text, a dialog, or a control that Enter works. */
function occupied(event: KeyboardEvent): boolean {
  const { target } = event;
  if (typing(target)) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role="dialog"]') !== null) return true;
  return (
    event.code === "Enter" && target.closest("button, a[href], summary, [role]:not(main, section)") !== null
  );
}

/** Offers the shell's commands and answers every registered shortcut. Keys without Ctrl or Alt rest while typing. */
export function useShellCommands(open: Openers): void {
  const { t } = useTranslation("shell");
  const commands = useMemo(() => shellCommands(t, open), [t, open]);
  useCommands(commands);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      for (const command of useCommandRegistry.getState().commands.values()) {
        if (!command.shortcut || !pressed(event, command.shortcut)) continue;
        if (!command.shortcut.ctrl && !command.shortcut.alt && occupied(event)) continue;
        event.preventDefault();
        command.run();
        return;
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
