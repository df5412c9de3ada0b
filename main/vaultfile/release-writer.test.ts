import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { failingFileSystem } from "../../test/support/failing-file-system.ts";
import { diskFileSystem } from "./file-system.ts";
import { isSafeFileName } from "./release-name.ts";
import { createReleaseWriter, type ReleaseWriter } from "./release-writer.ts";

let folder: string;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const files = [
  { name: "区分.csv", bytes: bytes("a,b\r\n") },
  { name: "区分.manifest.json", bytes: bytes("{}") },
];
const names = files.map((file) => file.name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kurabito-release-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("a release", () => {
  test("shows nothing while staged, and everything once published", async () => {
    const writer = createReleaseWriter();
    const target = join(folder, "made", "on demand");
    const staged = await writer.stage(target, files);
    if (!staged.ok) throw new Error(staged.error.code);
    expect(readdirSync(target).filter((name) => !name.startsWith("."))).toEqual([]);
    expect(await writer.publish(staged.value.token)).toEqual({
      ok: true,
      value: { paths: names.map((name) => join(target, name)) },
    });
    expect(readdirSync(target).sort()).toEqual([...names].sort());
    expect(readFileSync(join(target, "区分.csv"), "utf8")).toBe("a,b\r\n");
    expect(await writer.publish(staged.value.token)).toMatchObject({ ok: false });
    expect((await writer.discard(staged.value.token)).ok).toBe(true);
    expect(readdirSync(target)).toHaveLength(2);
  });

  test("leaves nothing when discarded", async () => {
    const writer = createReleaseWriter();
    const staged = await writer.stage(folder, files);
    expect(readdirSync(folder)).toHaveLength(2);
    if (staged.ok) await writer.discard(staged.value.token);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("never writes over a file, not even one that came after staging, nor through a link", async () => {
    const writer = createReleaseWriter();
    writeFileSync(join(folder, "区分.manifest.json"), "mine");
    expect(await writer.stage(folder, files)).toMatchObject({ error: { code: "release-file-exists" } });
    rmSync(join(folder, "区分.manifest.json"));
    symlinkSync(join(folder, "elsewhere"), join(folder, "区分.csv"));
    expect(await writer.stage(folder, files)).toMatchObject({ error: { code: "release-file-exists" } });
    rmSync(join(folder, "区分.csv"));
    const staged = await writer.stage(folder, files);
    if (!staged.ok) throw new Error(staged.error.code);
    writeFileSync(join(folder, "区分.manifest.json"), "mine");
    expect(await writer.publish(staged.value.token)).toEqual({
      ok: false,
      error: { code: "release-file-exists", details: { name: "区分.manifest.json" } },
    });
    expect(readdirSync(folder)).toEqual(["区分.manifest.json"]);
    expect(readFileSync(join(folder, "区分.manifest.json"), "utf8")).toBe("mine");
  });

  test("works where there are no hard links, and takes back what it published there too", async () => {
    const noLinks = {
      ...diskFileSystem,
      link: () => Promise.reject(Object.assign(new Error("no links"), { code: "EPERM" })),
    };
    const writer = createReleaseWriter(noLinks);
    const staged = await writer.stage(folder, files);
    if (!staged.ok) throw new Error(staged.error.code);
    writeFileSync(join(folder, "区分.manifest.json"), "mine");
    expect(await writer.publish(staged.value.token)).toMatchObject({
      error: { code: "release-file-exists" },
    });
    expect(readdirSync(folder)).toEqual(["区分.manifest.json"]);
    rmSync(join(folder, "区分.manifest.json"));
    const again = await writer.stage(folder, files);
    if (again.ok) expect((await writer.publish(again.value.token)).ok).toBe(true);
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
  });

  for (const errno of ["ENOSPC", "EIO", "EACCES"])
    test(`whichever call fails with ${errno}, all files are there or none`, async () => {
      for (let at = 1; ; at++) {
        const target = join(folder, String(at));
        const fs = failingFileSystem();
        const writer = createReleaseWriter(fs);
        fs.failAt(at, errno);
        const staged = await writer.stage(target, files);
        const published = staged.ok ? await writer.publish(staged.value.token) : staged;
        const reached = fs.failed();
        fs.failAt(0, errno);
        const visible = readdirIfThere(target).filter((name) => !name.startsWith("."));
        expect([...visible].sort()).toEqual(published.ok ? [...names].sort() : []);
        if (!reached) break;
      }
    });

  test("sweeps what a killed process left staged, and no other file", async () => {
    const token = "0123456789abcdef".repeat(2);
    writeFileSync(join(folder, `.kurabito-4194305-${token}-0.part`), "left");
    writeFileSync(join(folder, `.kurabito-${String(process.pid)}-${token}-0.part`), "in use");
    writeFileSync(join(folder, ".kurabito-notes"), "mine");
    const writer = createReleaseWriter();
    const staged = await writer.stage(folder, files);
    if (staged.ok) await writer.publish(staged.value.token);
    expect(readdirSync(folder).sort()).toEqual(
      [".kurabito-notes", `.kurabito-${String(process.pid)}-${token}-0.part`, ...names].sort(),
    );
  });
});

describe("a release made of pieces", () => {
  const beside = [{ name: "区分.manifest.json", bytes: bytes("{}") }];
  const parts = ["区分-1-of-2.csv", "区分-2-of-2.csv"];

  /** Two files in three pieces, named and published; the first step that fails ends it. */
  async function inPieces(writer: ReleaseWriter, target: string) {
    const begun = await writer.begin(target);
    if (!begun.ok) return begun;
    const { token } = begun.value;
    for (const [file, text] of [
      [0, "a,b\r\n"],
      [0, "1,2\r\n"],
      [1, "a,b\r\n"],
    ] as const) {
      const appended = await writer.append(token, file, bytes(text));
      if (!appended.ok) return appended;
    }
    const finished = await writer.finish(token, parts, beside);
    return finished.ok ? writer.publish(token) : finished;
  }

  test("is nowhere to be seen until it is whole, and then as one", async () => {
    const writer = createReleaseWriter();
    const begun = await writer.begin(folder);
    if (!begun.ok) throw new Error(begun.error.code);
    await writer.append(begun.value.token, 0, bytes("x"));
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.kurabito-.*\.part$/)]);
    // Without names there is nothing to publish, and nothing stays.
    expect(await writer.publish(begun.value.token)).toMatchObject({ ok: false });
    expect(readdirSync(folder)).toEqual([]);
    expect(await inPieces(writer, folder)).toMatchObject({ ok: true });
    expect(readdirSync(folder).sort()).toEqual([...parts, "区分.manifest.json"].sort());
    expect(readFileSync(join(folder, parts[0]!), "utf8")).toBe("a,b\r\n1,2\r\n");
  });

  test("leaves nothing when it is discarded while a piece is being written", async () => {
    const writer = createReleaseWriter();
    const begun = await writer.begin(folder);
    if (!begun.ok) throw new Error(begun.error.code);
    const { token } = begun.value;
    await Promise.all([writer.append(token, 0, new Uint8Array(8_000_000)), writer.discard(token)]);
    expect(readdirSync(folder)).toEqual([]);
    expect(await writer.append(token, 0, bytes("late"))).toMatchObject({ ok: false });
    expect(readdirSync(folder)).toEqual([]);
  });

  test("takes pieces in the order of the files alone, and as many names as files", async () => {
    const writer = createReleaseWriter();
    for (const [first, names] of [
      [1, parts],
      [0, parts],
      [0, ["../x.csv"]],
      [0, ["区分.manifest.json"]],
    ] as const) {
      const begun = await writer.begin(folder);
      if (!begun.ok) throw new Error(begun.error.code);
      const { token } = begun.value;
      const appended = await writer.append(token, first, bytes("x"));
      const finished = appended.ok ? await writer.finish(token, names, beside) : appended;
      expect(finished.ok).toBe(false);
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  for (const errno of ["ENOSPC", "EIO"])
    test(`whichever call fails with ${errno}, all files are there or none`, async () => {
      for (let at = 1; ; at++) {
        const target = join(folder, String(at));
        const fs = failingFileSystem();
        const writer = createReleaseWriter(fs);
        fs.failAt(at, errno);
        const published = await inPieces(writer, target);
        const reached = fs.failed();
        fs.failAt(0, errno);
        // A hidden name that the failing disk would not let go is swept later.
        const visible = readdirIfThere(target).filter((name) => !name.startsWith("."));
        expect(visible.sort()).toEqual(published.ok ? [...parts, "区分.manifest.json"].sort() : []);
        if (!reached) break;
      }
    });
});

describe("a released file's name", () => {
  const refused = [
    "", ".", "..", ".hidden", "../x.csv", "a/b.csv", "a\\b.csv", "/etc/passwd", "C:\\x.csv", "C:x.csv", "x.csv:stream",
    "a\0.csv", "a\n.csv", "CON", "con.csv", "Aux.txt", "NUL.manifest.json", "COM1", "com9.csv", "lpt1.x", "COM¹.csv",
    "CONIN$", "x.csv.", "x.csv ", " x.csv", "a\u202egpj.csv", "a\u200b.csv", "what?.csv", "a*.csv", "a|b", 'a"b', "<a>",
    "あ".repeat(70), "\ud800.csv",
  ]; // prettier-ignore
  test.each(refused)("%j is refused", async (name) => {
    expect(isSafeFileName(name)).toBe(false);
    const staged = await createReleaseWriter().stage(folder, [{ name, bytes: bytes("x") }]);
    expect(staged).toMatchObject({ ok: false, error: { code: "release-path-refused" } });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each(["segment.csv", "区分 2026-11.csv", "console.csv", "ｶﾀｶﾅ.json", "a.b.c"])(
    "%j is taken",
    (name) => {
      expect(isSafeFileName(name)).toBe(true);
    },
  );

  test("no name whatever puts a file outside the folder", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        if (isSafeFileName(name)) expect(join("/base", name)).toBe(`/base/${name}`);
      }),
      { numRuns: 5_000 },
    );
  });

  test("two names that are one file on some system are refused", async () => {
    const twice = [
      { name: "A.csv", bytes: bytes("1") },
      { name: "a.CSV", bytes: bytes("2") },
    ];
    expect(await createReleaseWriter().stage(folder, twice)).toMatchObject({ ok: false });
  });
});

function readdirIfThere(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
