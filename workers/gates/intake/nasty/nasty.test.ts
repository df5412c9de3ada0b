import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { afterAll, describe, expect, test } from "vitest";
import { unwatched } from "../../../base/job.ts";
import { previewTable } from "../profile/preview.ts";
import { guessDelimiter } from "../profile/sniff.ts";
import { decodeSample, guessEncoding, sampleFile } from "../read/encoding.ts";
import { splitText } from "../read/read-records.ts";
import { readTable } from "../read-table.ts";
import { openTable } from "../unpack/open-table.ts";
import { value } from "../../../../test/support/value.ts";

const shared = fileURLToPath(new URL("../../../../../shared/data/csv_nasty/", import.meta.url));
const there = existsSync(shared);
const python = spawnSync("python3", ["--version"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "kurabito-nasty-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Rows = readonly (readonly string[])[];
interface Nasty {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The rows a reader can recover, heading included. */
  readonly rows: Rows;
}

/** As the gate reads: encoding and delimiter found by itself. */
async function ours(bytes: Uint8Array): Promise<Rows> {
  const opened = value(await openTable(new Blob([Uint8Array.from(bytes)])));
  const sample = value(await sampleFile(opened.text));
  const text = decodeSample(sample, guessEncoding(sample).encoding);
  return splitText(text, guessDelimiter(text)).rows;
}

function csvParse(bytes: Uint8Array): Rows {
  try {
    return parse(Buffer.from(bytes), { bom: true, relax_column_count: true });
  } catch {
    return [];
  }
}

interface Papa {
  parse(text: string, options: { readonly skipEmptyLines: boolean }): { readonly data: string[][] };
}

/** PapaParse, where the independent implementations are installed. */
function papaParse(): Papa | undefined {
  try {
    const oracles = new URL("../../../../test/oracles/package.json", import.meta.url);
    return createRequire(oracles)("papaparse") as Papa;
  } catch {
    return undefined;
  }
}
const papa = papaParse();

/** It reads text: as UTF-8, which is what it takes a file for. */
function papaRows({ parse: read }: Papa, bytes: Uint8Array): Rows {
  return read(new TextDecoder("utf-8").decode(bytes), { skipEmptyLines: true }).data;
}

function pythonRows(bytes: Uint8Array): Rows {
  const path = join(folder, "peer.csv");
  writeFileSync(path, bytes);
  const script = fileURLToPath(new URL("csv-reader.py", import.meta.url));
  const rows = JSON.parse(
    execFileSync("python3", [script, path], { encoding: "utf8", maxBuffer: 1e9 }),
  ) as unknown;
  return Array.isArray(rows) ? (rows as string[][]) : [];
}

/** Rows of `wanted` found, in their order. */
function recovered(found: Rows, wanted: Rows): number {
  let at = 0;
  let count = 0;
  for (const row of wanted) {
    const key = JSON.stringify(row);
    const next = found.findIndex((one, index) => index >= at && JSON.stringify(one) === key);
    if (next < 0) continue;
    count++;
    at = next + 1;
  }
  return count;
}

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const csv = (rows: Rows): string => rows.map((row) => row.map(quote).join(",")).join("\r\n") + "\r\n";

/** Every file of the folder that is a table or can be made one, with what stands in it. */
function sharedFiles(): readonly Nasty[] {
  const spectrum = readdirSync(`${shared}csv-spectrum/csvs`).map((name): Nasty => {
    const objects = [
      JSON.parse(readFileSync(`${shared}csv-spectrum/json/${name.replace(".csv", ".json")}`, "utf8")) as
        Record<string, string> | Record<string, string>[],
    ].flat();
    // This twin has another telephone number than the file it belongs to.
    if (name === "location_coordinates.csv")
      objects[0] = { ...objects[0], "Contact Phone Number": "2095257564" };
    const headings = Object.keys(objects[0] ?? {});
    return {
      name: `csv-spectrum/${name}`,
      bytes: readFileSync(`${shared}csv-spectrum/csvs/${name}`),
      rows: [headings, ...objects.map((one) => headings.map((heading) => one[heading] ?? ""))],
    };
  });
  const naughty = JSON.parse(readFileSync(`${shared}blns/blns.json`, "utf8")) as readonly string[];
  // A NUL is quarantined by the gate; everything else has to come through as it is.
  const rows = [
    ["n", "text", "end"],
    ...naughty.filter((text) => !text.includes("\u0000")).map((text, index) => [String(index), text, "end"]),
  ];
  const encodings = ["shift_jis", "euc_jp", "iso2022_jp"].map((encoding): Nasty => {
    const text = readFileSync(`${shared}cjk_encodings/${encoding}-utf8.txt`, "utf8");
    return {
      name: `cjk_encodings/${encoding}.txt`,
      bytes: readFileSync(`${shared}cjk_encodings/${encoding}.txt`),
      rows: text
        .split(/\r?\n/)
        .filter((line) => line !== "")
        .map((line) => line.split(",")),
    };
  });
  return [
    ...spectrum,
    { name: "blns/blns.json as CSV", bytes: new TextEncoder().encode(csv(rows)), rows },
    ...encodings,
  ];
}

/** Damage as it happens, made here: what is recoverable is known because it was there before. */
function brokenFiles(): readonly Nasty[] {
  const good = (from: number, to: number): Rows =>
    Array.from({ length: to - from }, (_, index) => [
      String(from + index),
      `name ${String(from + index)}`,
      "x",
    ]);
  const plain = (rows: Rows): string => rows.map((row) => row.join(",")).join("\n");
  const heading: Rows = [["id", "name", "note"]];
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
  const around = (bad: string, ends = "\n"): Nasty["bytes"] =>
    utf8(`${plain([...heading, ...good(0, 20)])}\n${bad}\n${plain(good(20, 40))}`.replaceAll("\n", ends));
  const rows = [...heading, ...good(0, 40)];
  const cp932 = [
    ...utf8(plain(heading) + "\n"),
    0x31,
    0x2c,
    0x95,
    0x5c,
    0x94,
    0x5c,
    0x8d,
    0x5c,
    0x2c,
    0x78,
    0x0a,
  ];
  return [
    { name: "an unclosed quote", bytes: around('99,"never closed,x'), rows },
    {
      name: "an unclosed quote that the next row seems to close",
      bytes: around('99,"never closed,x\n98,5",y'),
      rows: [...heading, ...good(0, 20), ["98", '5"', "y"], ...good(20, 40)],
    },
    {
      name: "an unclosed quote that swallows five rows",
      bytes: around(`99,"never closed,x\n${plain(good(90, 95))}\n98,5",y`),
      rows: [...heading, ...good(0, 20), ...good(90, 95), ["98", '5"', "y"], ...good(20, 40)],
    },
    {
      name: "a cell of several lines with delimiters",
      bytes: around('98,"2 pieces, red\n3 pieces, blue",x\n97,y,"first\n5,000, and more"'),
      rows: [
        ...heading,
        ...good(0, 20),
        ["98", "2 pieces, red\n3 pieces, blue", "x"],
        ["97", "y", "first\n5,000, and more"],
        ...good(20, 40),
      ],
    },
    { name: "a quote inside a cell", bytes: around('99,"5" pipe",x'), rows },
    {
      name: "a quote in a bare cell",
      bytes: around('98,5" pipe,x'),
      rows: [...heading, ...good(0, 20), ["98", '5" pipe', "x"], ...good(20, 40)],
    },
    { name: "a row too short", bytes: around("99,short"), rows },
    { name: "a row too long", bytes: around("99,a,b,c,d"), rows },
    {
      name: "bare CR line ends",
      bytes: around("98,y,z", "\r"),
      rows: [...heading, ...good(0, 20), ["98", "y", "z"], ...good(20, 40)],
    },
    {
      name: "CP932 with 表能構ソ",
      bytes: Uint8Array.from([...cp932, ...cp932.slice(-11), ...[0x32, 0x2c, 0x83, 0x5c, 0x2c, 0x79, 0x0a]]),
      rows: [...heading, ["1", "表能構", "x"], ["1", "表能構", "x"], ["2", "ソ", "y"]],
    },
    {
      name: "UTF-16 with byte order mark",
      bytes: Uint8Array.from(Buffer.from(`\ufeff${plain(rows)}`, "utf16le")),
      rows,
    },
    {
      name: "one cell of 900 kB",
      bytes: around(`98,${"a".repeat(900_000)},x`),
      rows: [...heading, ...good(0, 20), ["98", "a".repeat(900_000), "x"], ...good(20, 40)],
    },
  ];
}

describe("rows recovered over rows recoverable", () => {
  const printed: string[] = [];
  const files = [...(there ? sharedFiles() : []), ...brokenFiles()];
  if (!there) console.log("skipped: ../shared/data/csv_nasty is not there; the files made here are read");

  test.each(files.map((file) => [file.name, file] as const))("%s", async (name, { bytes, rows }) => {
    const mine = recovered(await ours(bytes), rows);
    const read = [
      csvParse(bytes),
      papa === undefined ? undefined : papaRows(papa, bytes),
      python ? pythonRows(bytes) : undefined,
    ];
    const peers = read.map((found) =>
      found === undefined ? "absent" : `${String(recovered(found, rows))}/${String(rows.length)}`,
    );
    printed.push(
      `${name.padEnd(42)} ${`${String(mine)}/${String(rows.length)}`.padStart(9)} ${peers.map((one) => one.padStart(10)).join(" ")}`,
    );
    expect(mine).toBe(rows.length);
  });

  afterAll(() => {
    const head = `${"file".padEnd(42)} ${"ours".padStart(9)} ${"csv-parse".padStart(10)} ${"PapaParse".padStart(10)} ${"Python csv".padStart(10)}`;
    const missing = papa === undefined ? ["PapaParse skipped: run node test/oracles/install.mjs"] : [];
    console.log([head, ...printed, ...missing].join("\n"));
  });
});

describe("files that ask for trouble", () => {
  const imported = async (text: string) => {
    const file = new Blob([text]);
    const preview = value(await previewTable(file, "x.csv", {}));
    return { preview, ...value(await readTable(file, preview.plan, new Date("2026-11-21"), unwatched)) };
  };

  test("headings named like parts of JavaScript are headings", async () => {
    const { preview, stage } = await imported("__proto__,constructor,toString,email\na,b,c,x@example.com\n");
    expect(preview.columns.map(({ heading }) => heading)).toEqual([
      "__proto__",
      "constructor",
      "toString",
      "email",
    ]);
    expect(stage.people.count).toBe(1);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("the heading in the tenth line, totals at the bottom: the rows come in, the total waits", async () => {
    const title = ["売上一覧", "2026年1月", "店舗: 本店", "", "担当: 田中", "", "", "※社外秘", ""]
      .map((line) => (line === "" ? "" : `${line},,,`))
      .join("\n");
    const rows = Array.from(
      { length: 30 },
      (_, index) =>
        `K${String(index)},2026-01-${String((index % 28) + 1).padStart(2, "0")},1000,${String(index)}`,
    );
    const { preview, stage } = await imported(
      `${title}\n会員番号,注文日,金額,注文番号\n${rows.join("\n")}\n合計,,30000,\n`,
    );
    expect(preview.reading.headerRow).toBe(9);
    expect(stage.orders.length).toBe(30);
    expect(stage.held).toMatchObject([{ line: 41, reason: "total-row" }]);
  });

  test.skipIf(!there)(
    "every naughty string comes in as a name or waits with its reason, none is lost",
    async () => {
      const strings = JSON.parse(readFileSync(`${shared}blns/blns.json`, "utf8")) as readonly string[];
      const naughty = [...strings, "nul \u0000 inside"];
      const rows = naughty.map((text, index) => [`n${String(index)}@example.com`, text, "end"]);
      const { stage } = await imported(csv([["email", "name", "note"], ...rows]));
      expect(stage.read).toBe(naughty.length);
      expect(stage.people.count + stage.held.length).toBe(naughty.length);
      expect(stage.held.map(({ reason }) => reason)).toEqual(["nul-byte"]);
      const names = Array.from({ length: stage.people.count }, (_, slot) =>
        stage.people.values(slot)?.get("full_name"),
      );
      for (const name of ["<script>alert(0)</script>", "1;DROP TABLE users", "社會科學院語學研究所", "=1+1"])
        if (naughty.includes(name)) expect(names).toContain(name);
    },
  );

  test("thousands of columns are refused with their number", async () => {
    const wide = Array.from({ length: 3000 }, (_, index) => `c${String(index)}`).join(",");
    expect(await previewTable(new Blob([`${wide}\n${wide}\n`]), "x.csv", {})).toMatchObject({
      error: { code: "file-too-many-columns", details: { columns: 3000 } },
    });
  });

  test("a cell beyond a megabyte waits in quarantine, its neighbours come in", async () => {
    const { stage } = await imported(
      `email,name\na@example.com,A\nb@example.com,${"x".repeat(1_100_000)}\nc@example.com,C\n`,
    );
    expect(stage.people.count).toBe(2);
    expect(stage.held).toMatchObject([{ line: 3, reason: "cell-too-long" }]);
  });
});
