import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileMap, type FileMap } from "./file-map.ts";
import { contentSecurityPolicy } from "./headers.ts";

let folder: string;
let map: FileMap;
const origin = "https://kurabito.invalid";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kurabito-map-"));
  const built = join(folder, "renderer");
  mkdirSync(join(built, "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.js"), "outside");
  writeFileSync(join(built, "index.html"), "<p>window</p>");
  writeFileSync(join(built, "assets", "a.js"), "1");
  writeFileSync(join(built, "assets", "a.js.map"), "{}");
  writeFileSync(join(built, "assets", "sql.wasm"), "\0asm");
  symlinkSync(join(folder, "secret.js"), join(built, "link.js"));
  map = fileMap(built);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("the file map", () => {
  test("holds the files of known types, and no link", () => {
    expect([...map.paths].sort()).toEqual(["/assets/a.js", "/assets/sql.wasm", "/index.html"]);
  });

  test("serves the window at the root, with types a module worker needs", () => {
    expect(new TextDecoder().decode(map.answer("GET", `${origin}/`).body)).toBe("<p>window</p>");
    expect(map.answer("GET", `${origin}/assets/a.js?v=1#x`).headers["Content-Type"]).toMatch(
      "text/javascript",
    );
    expect(map.answer("GET", `${origin}/assets/sql.wasm`).headers["Content-Type"]).toBe("application/wasm");
    expect(map.answer("HEAD", `${origin}/`).body).toHaveLength(0);
  });

  test.each([
    "/../secret.js",
    "/%2e%2e/secret.js",
    "/..%2fsecret.js",
    "/assets/..%5c..%5csecret.js",
    "/link.js",
    "/assets/a.js.map",
    "/assets",
    "/constructor",
    "/__proto__",
    "/%",
    "//secret.js",
  ])("%s is not there", (path) => {
    expect(map.answer("GET", origin + path).status).toBe(404);
  });

  test("answers nothing but GET and HEAD, and no address that is none", () => {
    expect(map.answer("POST", `${origin}/`).status).toBe(405);
    expect(map.answer("GET", "not an address").status).toBe(404);
  });

  test("every answer carries the headers, refusals too", () => {
    for (const answer of [
      map.answer("GET", `${origin}/`),
      map.answer("GET", `${origin}/assets/a.js`),
      map.answer("GET", `${origin}/none`),
      map.answer("PUT", `${origin}/`),
    ]) {
      expect(answer.headers["Content-Security-Policy"]).toBe(contentSecurityPolicy);
      expect(answer.headers["Cross-Origin-Opener-Policy"]).toBe("same-origin");
      expect(answer.headers["Cross-Origin-Embedder-Policy"]).toBe("require-corp");
      expect(answer.headers["X-Content-Type-Options"]).toBe("nosniff");
      expect(answer.headers["Permissions-Policy"]).toContain("geolocation=()");
    }
  });

  test("the policy allows nothing by default, no eval, and no other origin", () => {
    const rules = new Map(
      contentSecurityPolicy.split("; ").map((rule) => {
        const [name, ...sources] = rule.split(" ");
        return [name, sources] as const;
      }),
    );
    expect(rules.get("default-src")).toEqual(["'none'"]);
    expect(rules.get("script-src")).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(rules.get("connect-src")).toEqual(["'self'"]);
    for (const none of ["base-uri", "form-action", "frame-ancestors"])
      expect(rules.get(none)).toEqual(["'none'"]);
    expect(contentSecurityPolicy).not.toMatch(/https?:|unsafe-inline|'unsafe-eval'|\*/);
  });
});
