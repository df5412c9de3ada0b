import * as v from "valibot";
import type { Outcome } from "../../workers/base/fault.ts";
import { liftBytes, lowerBytes, packFrame, unpackFrame } from "../../workers/base/frame.ts";
import { hostCallSchema, type hostAnswerSchema } from "../contract.ts";

/** A call as it came over the wire. */
export interface FramedCall {
  readonly input: unknown;
  readonly inlet: string | undefined;
}

/** The call in a body, or the name of the file that holds it; undefined for anything else. */
export function parseCall(body: Uint8Array): FramedCall | { readonly handover: string } | undefined {
  const frame = unpackFrame(body);
  if (frame === undefined) return undefined;
  const head = v.safeParse(hostCallSchema, parseJson(frame.head));
  if (!head.success) return undefined;
  if ("handover" in head.output) return head.output;
  return { input: lowerBytes(head.output.input, frame.parts), inlet: head.output.inlet };
}

/** The body of an answer; `fromInlet` names what of it came as files. */
export function framedAnswer(
  outcome: Outcome<unknown>,
  fromInlet: v.InferOutput<typeof hostAnswerSchema>["fromInlet"] = [],
): Uint8Array {
  const parts: Uint8Array[] = [];
  const head = new TextEncoder().encode(JSON.stringify({ outcome: liftBytes(outcome, parts), fromInlet }));
  return packFrame({ head, parts });
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
