import { ok } from "../../workers/base/result.ts";
import type { Workspace } from "../../workers/workspace.ts";
import { testWorkspace, type TestWorkspace } from "./test-workspace.ts";

/** A test workspace whose released files lie in memory, by name, once they are published. */
export async function workspaceWithFiles(now?: () => Date): Promise<{
  readonly base: TestWorkspace;
  readonly workspace: Workspace;
  readonly files: Map<string, Uint8Array>;
  text(ending: string): string;
}> {
  const base = await testWorkspace(now);
  const files = new Map<string, Uint8Array>();
  const waiting = new Map<string, readonly { readonly name: string; readonly bytes: Uint8Array }[]>();
  const workspace: Workspace = {
    ...base,
    releases: {
      stage: (_, staged) => {
        const token = String(waiting.size);
        waiting.set(token, staged);
        return Promise.resolve(ok({ token }));
      },
      publish: (token) => {
        const staged = waiting.get(token) ?? [];
        waiting.delete(token);
        for (const { name, bytes } of staged) files.set(name, bytes);
        return Promise.resolve(ok({ paths: staged.map(({ name }) => name) }));
      },
      discard: (token) => {
        waiting.delete(token);
        return Promise.resolve(ok(null));
      },
    },
  };
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
