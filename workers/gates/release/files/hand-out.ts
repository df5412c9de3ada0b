import type { Outcome } from "../../../base/fault.ts";
import type { OutgoingPart } from "../../../ports.ts";
import type { Act } from "../../../vault/vault.ts";
import type { Workspace } from "../../../workspace.ts";
import { enterHandout, failHandout, type AboutFiles } from "./handouts.ts";

/**
 * Lets files out that are no release of a segment: staged hidden, then told in the record and entered in what left (as the first act is
 * called, `about` whom), and only then given their names, together. When they cannot appear, both say that too. Faults: those of saving
 * and of writing.
 */
export async function handOut(
  workspace: Workspace,
  folder: string,
  files: readonly OutgoingPart[],
  acts: readonly Act[],
  about: AboutFiles = {},
): Promise<Outcome<{ readonly paths: readonly string[] }>> {
  const { vault, releases } = workspace;
  const staged = await releases.stage(folder, files);
  if (!staged.ok) return staged;
  const { token } = staged.value;
  const [first] = acts;
  const names = files.map(({ name }) => name);
  const entry = { kind: first?.action ?? "", at: workspace.now(), folder, files: names };
  const noted = await vault.change(["releases", "record"], (note) => {
    for (const act of acts) note(act);
    return enterHandout(vault.db, entry, about);
  });
  if (!noted.ok) {
    await releases.discard(token);
    return noted;
  }
  const published = await releases.publish(token);
  if (!published.ok) {
    await releases.discard(token);
    // Should this saving fail as well, memory is right and the next save carries it.
    await vault.change(["releases", "record"], (note) => {
      failHandout(vault.db, noted.value);
      if (first !== undefined)
        note({ gate: first.gate, action: "files-not-written", payload: { action: first.action } });
    });
  }
  return published;
}

/** The beginning of the names of files made together: what they are, when (UTC), and letters that keep two apart. */
export function outgoingStem(kind: string, at: Date): string {
  const moment = at
    .toISOString()
    .replaceAll(/[-:]|\.\d+Z$/gu, "")
    .replace("T", "-");
  return `kurabito-${kind}-${moment}-${crypto.randomUUID().slice(0, 8)}`;
}
