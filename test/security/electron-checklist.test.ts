import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

interface Row {
  readonly number: string;
  readonly item: string;
  readonly checks: readonly { readonly file: string; readonly title: string }[];
}

/** The rows of a table of guarantees whose first column matches, from a text like SECURITY.md. */
function rowsOf(text: string, first: RegExp): readonly Row[] {
  return text.split("\n").flatMap((line) => {
    const cells = line.split("|").map((cell) => cell.trim());
    if (cells.length !== 6 || !first.test(cells[1] ?? "")) return [];
    const checks = (cells[4] ?? "").split("; ").map((check) => {
      const at = check.indexOf(": ");
      return { file: check.slice(0, at), title: check.slice(at + 2) };
    });
    return [{ number: cells[1] ?? "", item: cells[2] ?? "", checks }];
  });
}

const security = read("SECURITY.md");
const checklist = rowsOf(security, /^\d+$/);
const guarantees = rowsOf(security, /^V\d+$/);

/** What is wrong with a row's checks: a file that is not there, or has no test of that title. */
function problemsOf({ checks }: Row): readonly string[] {
  return checks.flatMap(({ file, title }) => {
    if (title.length <= 10 || !existsSync(join(root, file))) return [`"${file}: ${title}" is no check`];
    const titles = [
      ...read(file).matchAll(/\btest(?:\.(?:each|skipIf)\([\s\S]*?\))*\(\s*["'`]([^\n]*)["'`],/g),
    ].map(([, name]) => name);
    return titles.some((name) => name?.includes(title)) ? [] : [`${file} has no test "${title}"`];
  });
}

/** Sources of the program itself, tests apart. */
function sources(folder: string): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter((name) => /\.(ts|tsx|mjs|html)$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => ({ path: `${folder}/${name}`, text: read(join(folder, name)) }));
}

const program = ["main", "renderer", "workers"].flatMap(sources);

function naming(pattern: RegExp): readonly string[] {
  return program.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

describe("the tables in SECURITY.md", () => {
  test("have Electron's twenty items and the vault's guarantees, in order", () => {
    expect(checklist.map(({ number }) => number)).toEqual(
      Array.from({ length: 20 }, (_, index) => String(index + 1)),
    );
    expect(guarantees.length).toBeGreaterThan(10);
    expect(guarantees.map(({ number }) => number)).toEqual(
      guarantees.map((_, index) => `V${String(index + 1)}`),
    );
  });

  test.each([...checklist, ...guarantees])("$number $item: each check it names exists", (row) => {
    expect(problemsOf(row)).toEqual([]);
  });

  test("a row without a check, or with one that is gone, is noticed", () => {
    const wrong = [
      "| 1 | no check | text |  |",
      "| 2 | no such file | text | test/nowhere.test.ts: a test of some title |",
      "| 3 | no such test | text | test/security/electron-checklist.test.ts: a title nobody gave a test |",
    ];
    const rows = rowsOf(wrong.join("\n"), /^\d+$/);
    expect(rows.map((row) => problemsOf(row).length)).toEqual([1, 1, 1]);
  });
});

describe("what only reading the sources can show", () => {
  test("no switch that weakens the window is set anywhere", () => {
    expect(naming(/webSecurity\s*:\s*false/)).toEqual([]);
    expect(
      naming(/(allowRunningInsecureContent|experimentalFeatures)\s*:\s*true|enableBlinkFeatures/),
    ).toEqual([]);
    expect(
      naming(/disable-web-security|allow-file-access|ignore-certificate-errors|remote-debugging-port/),
    ).toEqual([]);
    expect(
      naming(
        /nodeIntegration(InWorker|InSubFrames)?\s*:\s*true|contextIsolation\s*:\s*false|sandbox\s*:\s*false/,
      ),
    ).toEqual([]);
    expect(naming(/<webview|webviewTag\s*:\s*true/)).toEqual([]);
  });

  test("no address is ever handed to the system", () => {
    expect(naming(/openExternal/)).toEqual([]);
  });

  test("nothing is made into code at run time", () => {
    expect(naming(/\beval\(|new Function\(|dangerouslySetInnerHTML|\.innerHTML\s*=/)).toEqual([]);
  });

  test("Electron is pinned to one exact version", () => {
    const { devDependencies } = JSON.parse(read("package.json")) as {
      devDependencies: Record<string, string>;
    };
    const lock = JSON.parse(read("package-lock.json")) as { packages: Record<string, { version?: string }> };
    expect(devDependencies["electron"]).toMatch(/^\d+\.\d+\.\d+$/);
    expect(lock.packages["node_modules/electron"]?.version).toBe(devDependencies["electron"]);
  });

  test("the preload script hands over functions of the contract and nothing else", () => {
    const preload = read("main/electron/preload.ts");
    expect(preload.match(/exposeInMainWorld/g)).toHaveLength(1);
    expect(preload).toMatch(/hostMethods/);
    expect(preload).not.toMatch(/ipcRenderer\.(on|once|send|addListener|postMessage)\b/);
    expect(naming(/exposeInMainWorld/)).toEqual(["main/electron/preload.ts"]);
  });
});
