import { useState } from "react";
import type { Fault, Outcome } from "../../../workers/base/fault.ts";
import type { ReleaseOutcome } from "../../../workers/terms/release.ts";
import { defaultFolder, settleFolder } from "./folder.ts";

/** The last step of both kinds of release: a folder, the act itself, and how it ended. */
export function useRelease(act: (folder: string) => Promise<Outcome<ReleaseOutcome>>) {
  const [folder, setFolder] = useState(defaultFolder);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const [outcome, setOutcome] = useState<ReleaseOutcome>();
  const release = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    const settled = await settleFolder(folder);
    const released = settled.ok ? await act(settled.value) : settled;
    setBusy(false);
    if (released.ok) setOutcome(released.value);
    else setFault(released.error);
  };
  return { folder, setFolder, busy, fault, outcome, release, again: () => setOutcome(undefined) };
}
