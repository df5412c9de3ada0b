import type { Event, WebContents } from "electron";

/** What the guard needs of a page's contents. */
export type GuardedContents = Pick<WebContents, "on" | "setWindowOpenHandler">;

/** Nothing leads away from the window: no navigation, redirect, new window or embedded page. */
export function guardContents(contents: GuardedContents): void {
  const prevent = (event: Pick<Event, "preventDefault">): void => {
    event.preventDefault();
  };
  contents.on("will-navigate", prevent);
  contents.on("will-frame-navigate", prevent);
  contents.on("will-redirect", prevent);
  contents.on("will-attach-webview", prevent);
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
}
