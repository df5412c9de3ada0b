import type { Workspace } from "../../workers/workspace.ts";
import { memoryReleases } from "./memory-releases.ts";
import { testWorkspace, type TestWorkspace } from "./test-workspace.ts";

/** A test workspace whose released files lie in memory, by name, once they are published. */
export async function workspaceWithFiles(now?: () => Date): Promise<{
  readonly base: TestWorkspace;
  readonly workspace: Workspace;
  readonly files: Map<string, Uint8Array>;
  text(ending: string): string;
}> {
  const base = await testWorkspace(now);
  const releases = memoryReleases();
  const { files } = releases;
  const workspace: Workspace = { ...base, releases };
  return {
    base,
    workspace,
    files,
    text: (ending) => {
      const name = [...files.keys()].find((one) => one.endsWith(ending));
      if (name === undefined) throw new Error(`no file ends with ${ending}: ${[...files.keys()].join(", ")}`);
      return new TextDecoder().decode(files.get(name));
    },
  };
}
