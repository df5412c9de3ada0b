import { ok } from "../../../workers/base/result.ts";
import type { Outcome } from "../../../workers/base/fault.ts";
import { vaultHost } from "../../state/lifecycle.ts";
import { useSession } from "../../state/session.ts";

/** Where released files go unless the user says otherwise. */
export function defaultFolder(): string {
  return useSession.getState().host?.releaseFolder ?? "";
}

/** Whether the system asks for the folder; otherwise it is typed. */
export function hasDialogs(): boolean {
  return useSession.getState().host?.nativeDialogs ?? false;
}

/** Asks with the system's dialog; undefined when the user gave up. */
export async function pickFolder(): Promise<Outcome<string | undefined>> {
  const chosen = await vaultHost().chooseReleaseFolder({});
  return chosen.ok ? ok(chosen.value?.path) : chosen;
}

/** The folder as the host takes it: a typed path has to be handed to it first. */
export async function settleFolder(folder: string): Promise<Outcome<string>> {
  if (hasDialogs()) return ok(folder);
  const typed = folder.trim();
  const chosen = await vaultHost().chooseReleaseFolder(typed === "" ? {} : { typedPath: typed });
  if (!chosen.ok) return chosen;
  return ok(chosen.value?.path ?? defaultFolder());
}
