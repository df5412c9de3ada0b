import * as v from "valibot";
import { languages } from "../../workers/terms/language.ts";
import { setSession, switchTheme, themes, useSession } from "./session.ts";

/*
 * What outlives a reload of the page, and nothing else: which vault was open, and how the window looks.
 * Locking reloads the page, so that not one row stays in its memory. Gone when the window closes.
 */
const KEY = "kurabito";

const rememberedSchema = v.object({
  language: v.picklist(languages),
  theme: v.picklist(themes),
  railCollapsed: v.boolean(),
  vault: v.optional(v.object({ path: v.string(), name: v.string() })),
});
type Remembered = v.InferOutput<typeof rememberedSchema>;

/** Writes down what a reload must not lose, now and at each change. */
export function rememberSession(): void {
  const write = (): void => {
    const { language, theme, railCollapsed, lifecycle } = useSession.getState();
    const vault =
      lifecycle.kind === "open"
        ? { path: lifecycle.path, name: lifecycle.info.name }
        : lifecycle.kind === "locked"
          ? { path: lifecycle.path, name: lifecycle.name }
          : undefined;
    const kept: Remembered = { language, theme, railCollapsed, ...(vault ? { vault } : {}) };
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  };
  write();
  useSession.subscribe(write);
}

/** Takes up what was written down before a reload; undefined at the first start. */
export function recallSession(): Remembered | undefined {
  const text = sessionStorage.getItem(KEY);
  if (text === null) return undefined;
  const read = v.safeParse(rememberedSchema, JSON.parse(text));
  if (!read.success) return undefined;
  const { language, theme, railCollapsed, vault } = read.output;
  switchTheme(theme);
  setSession({
    language,
    railCollapsed,
    lifecycle: vault ? { kind: "locked", ...vault } : { kind: "none" },
  });
  return read.output;
}
