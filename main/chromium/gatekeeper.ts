import type { BrowserContext, Page, Route } from "playwright";
import type { BundleAnswer, FileMap } from "../bundle/file-map.ts";
import { securityHeaders } from "../bundle/headers.ts";
import type { NetworkCount } from "../contract.ts";
import { privateOrigin } from "./flags.ts";
import type { Relay } from "./relay.ts";

/** Counts what wanted to leave, at the place that stops it. */
export interface NetworkCounter {
  refuse(): void;
  send(): void;
  count(): NetworkCount;
}

/** A counter at zero. */
export function networkCounter(): NetworkCounter {
  let refused = 0;
  let sent = 0;
  return {
    refuse: () => {
      refused++;
    },
    send: () => {
      sent++;
    },
    count: () => ({ refused, sent }),
  };
}

/** What never leaves the process: objects the page made itself. */
const isLocal = (url: string): boolean => /^(blob|data|about):/.test(url);
const isPrivate = (url: string): boolean => url.startsWith(`${privateOrigin}/`);

/**
 * Stops everything but the private origin, for every page and worker of a context: other requests are
 * aborted and counted, web sockets closed, extra windows closed. Register before the first navigation.
 */
export async function guardContext(context: BrowserContext, counter: NetworkCounter): Promise<void> {
  await context.route(
    () => true,
    async (route) => {
      const request = route.request();
      if (isLocal(request.url())) return route.continue();
      counter.refuse();
      // "aborted" leaves a window that tried to go elsewhere where it is, instead of on an error page.
      return route.abort(request.isNavigationRequest() ? "aborted" : "blockedbyclient");
    },
  );
  await context.routeWebSocket(/./, async (socket) => {
    counter.refuse();
    await socket.close();
  });
  // An answer from elsewhere means that something went out in spite of all this: never hide it.
  context.on("response", (response) => {
    if (!isPrivate(response.url()) && !isLocal(response.url())) counter.send();
  });
}

/**
 * The same at the browser's own level, for what no page's route sees: the script of a worker started by
 * a worker (Playwright intercepts in pages only). What a page's route has answered does not come here.
 */
export async function guardBrowser(
  context: BrowserContext,
  files: FileMap,
  counter: NetworkCounter,
): Promise<void> {
  const browser = context.browser();
  if (browser === null) throw new Error("the browser takes no session of its own");
  const session = await browser.newBrowserCDPSession();
  session.on("Fetch.requestPaused", ({ requestId, request }) => {
    const settled = isPrivate(request.url)
      ? session.send("Fetch.fulfillRequest", {
          requestId,
          ...fulfilment(files.answer(request.method, request.url)),
        })
      : isLocal(request.url)
        ? session.send("Fetch.continueRequest", { requestId })
        : (counter.refuse(),
          session.send("Fetch.failRequest", { requestId, errorReason: "BlockedByClient" }));
    // The worker may have ended meanwhile.
    settled.catch(() => undefined);
  });
  await session.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });
}

function fulfilment(answer: BundleAnswer) {
  return {
    responseCode: answer.status,
    responseHeaders: Object.entries(answer.headers).map(([name, value]) => ({ name, value })),
    body: buffer(answer.body).toString("base64"),
  };
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Closes every page but the window. */
export function closeOtherPages(context: BrowserContext, window: Page): void {
  context.on("page", (page) => {
    if (page !== window) void page.close().catch(() => undefined);
  });
}

/** Answers the private origin: calls to the host, and the files of the bundle. Register after `guardContext`. */
export async function servePrivateOrigin(
  context: BrowserContext,
  files: FileMap,
  relay: Relay,
): Promise<void> {
  await context.route(
    (url) => url.origin === privateOrigin,
    async (route) => {
      const request = route.request();
      if (relay.isCall(request.url())) return answerCall(route, relay);
      const answer = files.answer(request.method(), request.url());
      await route.fulfill({
        status: answer.status,
        headers: { ...answer.headers },
        body: buffer(answer.body),
      });
    },
  );
}

async function answerCall(route: Route, relay: Relay): Promise<void> {
  const framed = await relay.answer(route.request());
  await route
    .fulfill({
      status: framed === undefined ? 403 : 200,
      headers: { ...securityHeaders, "Content-Type": "application/octet-stream" },
      body: buffer(framed ?? new Uint8Array()),
    })
    // The window may have been closed or reloaded while the host was at work.
    .catch(() => undefined);
}
