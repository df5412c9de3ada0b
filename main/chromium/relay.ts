import type { Page, Request } from "playwright";
import * as v from "valibot";
import { fault, type Outcome } from "../../workers/base/fault.ts";
import { liftBytes, lowerBytes, packFrame, unpackFrame } from "../../workers/base/frame.ts";
import { ok } from "../../workers/base/result.ts";
import {
  hostCallSchema,
  hostWire,
  lentMethods,
  type hostAnswerSchema,
  type LentMethod,
} from "../contract.ts";
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

interface Call {
  readonly input: unknown;
  readonly inlet: string | undefined;
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

async function readCall(body: Uint8Array, handovers: Handovers): Promise<Call | undefined> {
  const call = parseCall(body);
  if (call === undefined || "input" in call) return call;
  const handedOver = await handovers.claim(call.handover);
  const inner = handedOver === undefined ? undefined : parseCall(handedOver);
  // A handed-over call that hands over again would be a loop.
  return inner !== undefined && "input" in inner ? inner : undefined;
}

function parseCall(body: Uint8Array): Call | { readonly handover: string } | undefined {
  const frame = unpackFrame(body);
  if (frame === undefined) return undefined;
  const head = v.safeParse(hostCallSchema, parseJson(frame.head));
  if (!head.success) return undefined;
  if ("handover" in head.output) return head.output;
  return { input: lowerBytes(head.output.input, frame.parts), inlet: head.output.inlet };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** A large vault is not sent: its files are put into the input the window named, and read there. */
async function answerThroughInlet(
  page: Page,
  service: HostService,
  method: LentMethod,
  input: unknown,
  inlet: string,
): Promise<Uint8Array> {
  const lent = await service.lend(method, input);
  if (!lent.ok) return framedAnswer(lent);
  const { path, bytes, manifests, recovery } = lent.value;
  if (bytes <= hostWire.inlineBytes) return framedAnswer(await service.answer(method, input));
  const files = recovery === undefined ? [path] : [path, recovery];
  try {
    await page.locator(`input[data-inlet="${inlet}"]`).setInputFiles(files);
  } catch {
    return framedAnswer(fault("file-unreadable"));
  }
  return framedAnswer(ok({ manifests }), recovery === undefined ? ["bytes"] : ["bytes", "recovery"]);
}

function framedAnswer(
  outcome: Outcome<unknown>,
  fromInlet: v.InferOutput<typeof hostAnswerSchema>["fromInlet"] = [],
): Uint8Array {
  const parts: Uint8Array[] = [];
  const head = new TextEncoder().encode(JSON.stringify({ outcome: liftBytes(outcome, parts), fromInlet }));
  return packFrame({ head, parts });
}
