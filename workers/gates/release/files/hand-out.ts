import type { Outcome } from "../../../base/fault.ts";
import type { Act } from "../../../vault/vault.ts";
import type { Workspace } from "../../../workspace.ts";

/** A file on its way out. */
export interface OutgoingPart {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Lets files out that are no release of a segment: staged hidden, then told in the record, and only then given their names, together.
 * When they cannot appear, the record says that too. Faults: those of saving and of writing.
 */
export async function handOut(
  workspace: Workspace,
  folder: string,
  files: readonly OutgoingPart[],
  acts: readonly Act[],
): Promise<Outcome<{ readonly paths: readonly string[] }>> {
  const { vault, releases } = workspace;
  const staged = await releases.stage(folder, files);
  if (!staged.ok) return staged;
  const { token } = staged.value;
  const tell = (told: readonly Act[]): Promise<Outcome<null>> =>
    vault.change(["record"], (note) => {
      for (const act of told) note(act);
      return null;
    });
  const noted = await tell(acts);
  if (!noted.ok) {
    await releases.discard(token);
    return noted;
  }
  const published = await releases.publish(token);
  if (!published.ok) {
    await releases.discard(token);
    // Should this saving fail as well, memory is right and the next save carries it.
    const [first] = acts;
    if (first !== undefined)
      await tell([{ gate: first.gate, action: "files-not-written", payload: { action: first.action } }]);
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
