import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

/** electron-builder's own parser, reader and check of its schema, found from electron-builder itself. */
const fromBuilder = createRequire(createRequire(import.meta.url).resolve("electron-builder/package.json"));
const builder = fromBuilder("app-builder-lib/out/util/config/config.js") as {
  validateConfiguration(config: object, debug: { isEnabled: boolean }): Promise<void>;
};
const yaml = fromBuilder("js-yaml") as { load(text: string): object };
const text = readFileSync(fileURLToPath(new URL("../../electron-builder.yml", import.meta.url)), "utf8");
const config = yaml.load(text) as Readonly<Record<string, unknown>>;

describe("packaging", () => {
  test("fits electron-builder's schema, and a wrong setting would not", async () => {
    await expect(builder.validateConfiguration({ ...config }, { isEnabled: false })).resolves.toBeUndefined();
    const wrong = { ...config, electronFuses: { runAsNod: false } };
    await expect(builder.validateConfiguration(wrong, { isEnabled: false })).rejects.toThrow();
  });

  test("sets every fuse the schema knows, to the safe side", () => {
    const schema = fromBuilder("app-builder-lib/scheme.json") as {
      definitions: { FuseOptionsV1: { properties: object } };
    };
    expect(config["electronFuses"]).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: true,
    });
    expect(Object.keys(config["electronFuses"] as object).sort()).toEqual(
      Object.keys(schema.definitions.FuseOptionsV1.properties).sort(),
    );
  });

  test("packs the built program only: no sources, tests, maps or dependencies", () => {
    const files = config["files"] as readonly string[];
    expect(files).toContain("!node_modules/**");
    expect(files).toContain("!**/*.map");
    for (const file of files.filter((name) => !name.startsWith("!")))
      expect(file).toMatch(/^(out\/(main|preload|renderer)\/|package\.json$|LICENSE$|NOTICE$)/);
  });

  test("builds for three systems", () => {
    const targets = ["win", "mac", "linux"].map((name) => (config[name] as { target: string[] }).target);
    expect(targets).toEqual([["nsis"], ["dmg"], ["AppImage", "deb"]]);
  });
});
