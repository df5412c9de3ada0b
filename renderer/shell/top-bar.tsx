import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { askToLock } from "../state/lifecycle.ts";
import { address } from "../state/route.ts";
import { setSession, useSession } from "../state/session.ts";
import { Preferences } from "./preferences.tsx";

/** Which vault this is, and what may be wanted on any screen. */
export function TopBar({ onSearch }: { readonly onSearch: () => void }): ReactElement {
  const { t } = useTranslation("shell");
  const masked = useSession((session) => session.masked);
  const lifecycle = useSession((session) => session.lifecycle);
  const info = lifecycle.kind === "open" ? lifecycle.info : undefined;
  return (
    <header className="topbar">
      <div className="topbar-vault">
        <Icon name="shield" />
        <a href={address("record", "vault")} title={t("tab.vault")}>
          {info?.name}
        </a>
        {info?.sample && <span className="sample-badge">{t("sample")}</span>}
      </div>
      <button type="button" className="search-button" onClick={onSearch}>
        <Icon name="search" small />
        {t("search")}
        <kbd aria-hidden="true">Ctrl+K</kbd>
      </button>
      <IconButton
        icon={masked ? "eye-off" : "eye"}
        label={masked ? t("unmask") : t("mask")}
        pressed={masked}
        onPress={() => setSession({ masked: !masked })}
      />
      <Preferences />
      <Button icon="lock" onPress={askToLock}>
        {t("lock")}
      </Button>
    </header>
  );
}
