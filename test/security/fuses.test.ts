import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Electron's own reader of fuses and the builder's parser, found from electron-builder, which sets them. */
const fromBuilder = createRequire(
  createRequire(createRequire(import.meta.url).resolve("electron-builder/package.json")).resolve(
    "app-builder-lib/package.json",
  ),
);

/** The packaged programs that `npm run pack` left behind, on any system. */
function packaged(): readonly string[] {
  const dist = join(root, "dist");
  if (!existsSync(dist)) return [];
  const candidates = readdirSync(dist).flatMap((folder) =>
    ["kurabito", "Kurabito.exe", "Kurabito.app"].map((name) => join(dist, folder, name)),
  );
  return candidates.filter((path) => existsSync(path));
}

/** A fuse of Electron by its number, as @electron/fuses names it, beside electron-builder's name. */
const names: Readonly<Record<string, string>> = {
  RunAsNode: "runAsNode",
  EnableCookieEncryption: "enableCookieEncryption",
  EnableNodeOptionsEnvironmentVariable: "enableNodeOptionsEnvironmentVariable",
  EnableNodeCliInspectArguments: "enableNodeCliInspectArguments",
  EnableEmbeddedAsarIntegrityValidation: "enableEmbeddedAsarIntegrityValidation",
  OnlyLoadAppFromAsar: "onlyLoadAppFromAsar",
  LoadBrowserProcessSpecificV8Snapshot: "loadBrowserProcessSpecificV8Snapshot",
  GrantFileProtocolExtraPrivileges: "grantFileProtocolExtraPrivileges",
};

const binaries = packaged();
if (binaries.length === 0) process.stdout.write("skipped: no packaged program in dist/ (npm run pack)\n");

test.skipIf(binaries.length === 0)("a packaged binary has its fuses as the configuration says", async () => {
  const fuses = (await import(fromBuilder.resolve("@electron/fuses"))) as {
    FuseV1Options: Readonly<Record<string, number | string>>;
    getCurrentFuseWire(path: string): Promise<Readonly<Record<number, number>>>;
  };
  const yaml = fromBuilder("js-yaml") as { load(text: string): { electronFuses: Record<string, boolean> } };
  const wanted = yaml.load(readFileSync(join(root, "electron-builder.yml"), "utf8")).electronFuses;
  for (const binary of binaries) {
    const wire = await fuses.getCurrentFuseWire(binary);
    for (const [fuse, setting] of Object.entries(names)) {
      // A fuse is one character in the binary: "1" is on.
      const state = String.fromCharCode(wire[Number(fuses.FuseV1Options[fuse])] ?? 0);
      expect(state, `${binary}: ${fuse}`).toBe(wanted[setting] === true ? "1" : "0");
    }
  }
});
