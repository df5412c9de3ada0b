import type { Session } from "electron";
import type { NetworkCount } from "../contract.ts";
import { isBundleAddress } from "./origin.ts";

/** The calls of a session that the guard makes; a test's stand-in has these and no others. */
export type GuardedSession = Pick<
  Session,
  | "setPermissionRequestHandler"
  | "setPermissionCheckHandler"
  | "setDevicePermissionHandler"
  | "setDisplayMediaRequestHandler"
  | "setSpellCheckerEnabled"
  | "setProxy"
  | "on"
> & { readonly webRequest: Pick<Session["webRequest"], "onBeforeRequest" | "onResponseStarted"> };

/** Objects the page made itself, and the developer tools: nothing of these leaves the process. */
const local = new Set(["blob:", "data:", "devtools:"]);

function isInside(address: string): boolean {
  return isBundleAddress(address) || local.has(URL.canParse(address) ? new URL(address).protocol : "");
}

/**
 * Closes a session: every request but the private origin's is cancelled and counted, every permission
 * and device is denied, downloads are refused, the spell checker stays off.
 *
 * @returns the counter of what was refused, and of what got an answer in spite of it.
 */
export function guardSession(session: GuardedSession): () => NetworkCount {
  let refused = 0;
  let sent = 0;
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !isInside(details.url);
    if (cancel) refused++;
    answer({ cancel });
  });
  session.webRequest.onResponseStarted((details) => {
    if (!isInside(details.url)) sent++;
  });
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer({});
  });
  session.on("will-download", (event) => {
    event.preventDefault();
  });
  session.setSpellCheckerEnabled(false);
  return () => ({ refused, sent });
}
