import type { Page, Request } from "playwright";
import { fault } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import { hostWire, lentMethods, type LentMethod } from "../contract.ts";
import { framedAnswer, parseCall, type FramedCall } from "../hostservice/framed-call.ts";
import type { HostService } from "../hostservice/host-service.ts";
import type { Handovers } from "./handovers.ts";
import { privateOrigin } from "./flags.ts";

/** What answers the window's calls in this host. */
export interface Relay {
  /** Whether a request is a call to the host, by its address. */
  isCall(url: string): boolean;
  /** The framed answer to a call, or undefined when the request is not one the window itself made. */
  answer(request: Request): Promise<Uint8Array | undefined>;
}

/** A relay between the page and the host service. */
export function createRelay(page: Page, service: HostService, handovers: Handovers): Relay {
  const prefix = privateOrigin + hostWire.path;
  return {
    isCall: (url) => url.startsWith(prefix),
    answer: async (request) => {
      if (!isFromWindow(page, request)) return undefined;
      const call = await readCall(request.postDataBuffer() ?? new Uint8Array(), handovers);
      if (call === undefined) return framedAnswer(fault("bad-arguments"));
      const method = request.url().slice(prefix.length);
      const lent = lentMethods.find((known) => known === method);
      if (lent !== undefined && call.inlet !== undefined)
        return answerThroughInlet(page, service, lent, call.input, call.inlet);
      return framedAnswer(await service.answer(method, call.input));
    },
  };
}

/** Exactly: a POST by the window's own main frame, from the private origin. Anything unclear is refused. */
function isFromWindow(page: Page, request: Request): boolean {
  try {
    return (
      request.method() === "POST" &&
      request.frame() === page.mainFrame() &&
      request.headers()["origin"] === privateOrigin
    );
  } catch {
    return false;
  }
}

async function readCall(body: Uint8Array, handovers: Handovers): Promise<FramedCall | undefined> {
  const call = parseCall(body);
  if (call === undefined || "input" in call) return call;
  const handedOver = await handovers.claim(call.handover);
  const inner = handedOver === undefined ? undefined : parseCall(handedOver);
  // A handed-over call that hands over again would be a loop.
  return inner !== undefined && "input" in inner ? inner : undefined;
}

/** A large vault is not sent: its files, or a handle of it, are put into the input the window named, and read there. */
async function answerThroughInlet(
  page: Page,
  service: HostService,
  method: LentMethod,
  input: unknown,
  inlet: string,
): Promise<Uint8Array> {
  const lent = await service.lend(method, input);
  if (!lent.ok) return framedAnswer(lent);
  if ("lease" in lent.value) {
    const file = service.reachedAt(lent.value.lease);
    // Without a handle the window reads by asking, piece by piece.
    const given = file !== undefined && (await putIntoInlet(page, inlet, [file]));
    return framedAnswer(lent, given ? ["file"] : []);
  }
  const { path, bytes, manifests, recovery } = lent.value;
  if (bytes <= hostWire.inlineBytes) return framedAnswer(await service.answer(method, input));
  const files = recovery === undefined ? [path] : [path, recovery];
  if (!(await putIntoInlet(page, inlet, files))) return framedAnswer(fault("file-unreadable"));
  return framedAnswer(ok({ manifests }), recovery === undefined ? ["bytes"] : ["bytes", "recovery"]);
}

async function putIntoInlet(page: Page, inlet: string, files: readonly string[]): Promise<boolean> {
  try {
    await page.locator(`input[data-inlet="${inlet}"]`).setInputFiles([...files]);
    return true;
  } catch {
    return false;
  }
}
