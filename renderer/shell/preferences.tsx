import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "../components/button.tsx";
import { switchLanguage } from "../i18n/setup.ts";
import { setSession, switchTheme, themes, useSession } from "../state/session.ts";
import type { IconName } from "../components/icon.tsx";
import type { Theme } from "../state/session.ts";

/** Changes to the other language, at once. */
export function changeLanguage(): void {
  const language = useSession.getState().language === "ja" ? "en" : "ja";
  setSession({ language });
  switchLanguage(language);
}

/** Goes to the next of system, light, dark. */
export function changeTheme(): void {
  const place = themes.indexOf(useSession.getState().theme);
  switchTheme(themes[(place + 1) % themes.length] ?? "system");
}

const themeIcons: Readonly<Record<Theme, IconName>> = { system: "screen", light: "sun", dark: "moon" };

/** Language and theme, on every screen including the locked one. */
export function Preferences(): ReactElement {
  const { t } = useTranslation("shell");
  const theme = useSession((session) => session.theme);
  const other = useSession((session) => (session.language === "ja" ? "en" : "ja"));
  return (
    <>
      <Button kind="quiet" icon="language" onPress={changeLanguage}>
        <span lang={other}>{other === "en" ? "English" : "日本語"}</span>
      </Button>
      <IconButton icon={themeIcons[theme]} label={t(`theme.${theme}`)} onPress={changeTheme} />
    </>
  );
}
