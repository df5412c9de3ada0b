import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { guessEncoding, sampleFile } from "../../workers/gates/intake/read/encoding.ts";
import { describeWith, sharedData } from "./shared-data.ts";

// Every sample whose bytes are known to be of one of the encodings the gate reads: the encoding is found, and the text is that of
// the UTF-8 twin where there is one. Files are read, not copied.

interface Sample {
  readonly path: string;
  /** ASCII reads alike in most of them: any that gives the twin's text is right. */
  readonly encoding?: string;
  /** The UTF-8 file that says the same. */
  readonly twin?: string;
}

const twinned = (name: string, encoding: string): Sample => ({
  path: `csv_nasty/cjk_encodings/${name}.txt`,
  encoding,
  twin: `csv_nasty/cjk_encodings/${name}-utf8.txt`,
});
const zip = (name: string, encoding: string): Sample => ({
  path: `pii/jp_zipcode/zipcode_sample_${name}.csv`,
  encoding,
  twin: "pii/jp_zipcode/zipcode_sample_utf8bom.csv",
});

/** Templates and headings of shops: those of EC-CUBE in CP932 by their names, the rest UTF-8. */
function exportsOf(folder: string): readonly Sample[] {
  return readdirSync(sharedData(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:csv|tsv|txt)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(sharedData("").length))
    .map((path) => ({ path, ...(/cp932|sjis|shift/i.test(path) ? { encoding: "shift_jis" } : {}) }));
}

describeWith("csv_nasty", "encodings of every sample", () => {
  const samples: readonly Sample[] = [
    twinned("shift_jis", "shift_jis"),
    twinned("euc_jp", "euc-jp"),
    twinned("iso2022_jp", "iso-2022-jp"),
    ...["shift_jis", "euc_jp", "iso2022_jp"].map((name) => ({
      path: `csv_nasty/cjk_encodings/${name}-utf8.txt`,
      encoding: "utf-8",
    })),
    zip("cp932", "shift_jis"),
    zip("eucjp", "euc-jp"),
    zip("iso2022jp", "iso-2022-jp"),
    zip("utf16", "utf-16le"),
    zip("utf8bom", "utf-8"),
    ...exportsOf("exports"),
    ...exportsOf("csv_nasty/csv-spectrum"),
  ];
  let found = 0;

  test.each(samples.map((sample) => [sample.path, sample] as const))("%s", async (path, sample) => {
    const bytes = new Uint8Array(readFileSync(sharedData(path)));
    const taken = await sampleFile(new Blob([bytes]));
    if (!taken.ok) throw new Error(taken.error.code);
    const { encoding } = guessEncoding(taken.value);
    const text = (of: string) => new TextDecoder(of, { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
    expect(encoding).toBe(sample.encoding ?? (isUtf8(bytes) ? "utf-8" : "shift_jis"));
    const read = text(encoding);
    if (sample.twin !== undefined) {
      const twin = new TextDecoder().decode(readFileSync(sharedData(sample.twin))).replaceAll("\r\n", "\n");
      expect(read).toBe(twin);
    }
    found++;
  });

  afterAll(() => {
    const share = ((100 * found) / samples.length).toFixed(0);
    console.log(`encodings found: ${String(found)} of ${String(samples.length)} samples, ${share} %`);
  });
});

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
