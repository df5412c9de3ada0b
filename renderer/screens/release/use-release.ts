import { useState } from "react";
import type { Fault, Outcome } from "../../../workers/base/fault.ts";
import type { JobTicket } from "../../../workers/base/job.ts";
import type { ReleaseOutcome } from "../../../workers/terms/release.ts";
import { useJob } from "../../state/use-job.ts";
import { defaultFolder, settleFolder } from "./folder.ts";

/** The last step of both kinds of release: a folder, the act itself, watched and stopped like other long work, and how it ended. */
export function useRelease(
  label: string,
  act: (folder: string, ticket: JobTicket) => Promise<Outcome<ReleaseOutcome>>,
) {
  const [folder, setFolder] = useState(defaultFolder);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const [outcome, setOutcome] = useState<ReleaseOutcome>();
  const running = useJob<ReleaseOutcome>();
  const release = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    const settled = await settleFolder(folder);
    const released = settled.ok
      ? await running.start(label, (ticket) => act(settled.value, ticket))
      : settled;
    setBusy(false);
    if (released.ok) setOutcome(released.value);
    else setFault(released.error);
  };
  return {
    folder,
    setFolder,
    busy,
    fault,
    outcome,
    job: running.job,
    release,
    again: () => setOutcome(undefined),
  };
}
