import { createElement, Suspense, useEffect, useMemo, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../components/asked.tsx";
import { Tabs } from "../components/layout.tsx";
import { screenOf } from "../screens/index.ts";
import { tabs, useRoute } from "../state/route.ts";
import { useSession } from "../state/session.ts";
import { AutoLock } from "./auto-lock.tsx";
import { CopyGuard } from "./copy-guard.tsx";
import { KeepAtOpening } from "./keep-at-opening.tsx";
import { JobsTray } from "./jobs-tray.tsx";
import { LockQuestion } from "./lock-question.tsx";
import { NewPassphrase } from "./new-passphrase.tsx";
import { PaperGuard } from "./paper-guard.tsx";
import { Palette } from "./palette.tsx";
import { Rail } from "./rail.tsx";
import { ScreenBoundary } from "./screen-boundary.tsx";
import { SaveFailed } from "./save-failed.tsx";
import { useShellCommands } from "./shell-commands.ts";
import { ShortcutHelp } from "./shortcut-help.tsx";
import { StatusBar } from "./status-bar.tsx";
import { TopBar } from "./top-bar.tsx";
import { VaultNotices } from "./vault-notices.tsx";

/** The frame around every screen of an open vault. */
export function Shell(): ReactElement {
  const { t } = useTranslation("shell");
  const [overlay, setOverlay] = useState<"palette" | "help">();
  const collapsed = useSession((session) => session.railCollapsed);
  const sample = useSession(({ lifecycle }) => lifecycle.kind === "open" && lifecycle.info.sample);
  const openers = useMemo(
    () => ({ palette: () => setOverlay("palette"), help: () => setOverlay("help") }),
    [],
  );
  useShellCommands(openers);
  return (
    <div
      className="shell"
      {...(collapsed ? { "data-collapsed": true } : {})}
      {...(sample ? { "data-sample": true } : {})}
    >
      <a className="skip" href="#work" onClick={(event) => skipToWork(event.nativeEvent)}>
        {t("skip")}
      </a>
      <TopBar onSearch={openers.palette} />
      <Rail />
      <WorkArea />
      <StatusBar />
      <JobsTray />
      <KeepAtOpening />
      <LockQuestion />
      <AutoLock />
      <CopyGuard />
      <PaperGuard />
      <NewPassphrase />
      <Palette open={overlay === "palette"} onClose={() => setOverlay(undefined)} />
      <ShortcutHelp open={overlay === "help"} onClose={() => setOverlay(undefined)} />
    </div>
  );
}

function skipToWork(event: Event): void {
  // The hash is the router's, so the jump is made by hand.
  event.preventDefault();
  document.getElementById("work")?.focus();
}

function WorkArea(): ReactElement {
  const { t } = useTranslation("shell");
  const route = useRoute();
  const area = useRef<HTMLElement>(null);
  const path = [route.place, route.tab, ...route.rest].join("/");
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else area.current?.focus({ preventScroll: true });
    area.current?.scrollTo({ top: 0 });
  }, [path]);
  const items = tabs[route.place].map((tab) => ({ tab, title: t(`tab.${tab}`) }));
  return (
    <main className="work" id="work" ref={area} tabIndex={-1}>
      <div className="page">
        <SaveFailed />
        <VaultNotices />
        {items.length > 1 && (
          <Tabs label={t(`place.${route.place}`)} place={route.place} current={route.tab} items={items} />
        )}
        <ScreenBoundary key={path}>
          <Suspense fallback={<Loading />}>
            {createElement(screenOf(route.tab, route.rest), { rest: route.rest })}
          </Suspense>
        </ScreenBoundary>
      </div>
    </main>
  );
}
