import type { IpcMain, IpcMainInvokeEvent } from "electron";
import { fault } from "../../workers/base/fault.ts";
import { hostMethods } from "../contract.ts";
import type { HostService } from "../hostservice/host-service.ts";
import { isBundleAddress } from "./origin.ts";

/** What is looked at of a call's sender. */
export type Sender = Pick<IpcMainInvokeEvent, "sender" | "senderFrame">;

/** The channel of a method of the host contract. */
export function channelOf(method: string): string {
  return `kurabito:${method}`;
}

/**
 * Whether a call comes from the main frame of the one registered window, on the private origin. A frame
 * that is gone, has no address yet or cannot be asked is refused: it fails closed.
 */
export function isFromWindow(event: Sender, windowId: number | undefined): boolean {
  try {
    const frame = event.senderFrame;
    return (
      windowId !== undefined &&
      event.sender.id === windowId &&
      frame !== null &&
      frame.parent === null &&
      frame === event.sender.mainFrame &&
      isBundleAddress(frame.url)
    );
  } catch {
    return false;
  }
}

/** Answers each method of the contract on its own channel, for the registered window only. */
export function answerChannels(
  ipc: Pick<IpcMain, "handle">,
  service: Pick<HostService, "answer">,
  windowId: () => number | undefined,
): void {
  for (const method of hostMethods)
    ipc.handle(channelOf(method), (event, input: unknown) =>
      isFromWindow(event, windowId()) ? service.answer(method, input) : fault("bad-arguments"),
    );
}
