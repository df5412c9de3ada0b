import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { DifferencingRefusal, ReleaseOutcome } from "../../workers/terms/release.ts";
import { json, kurabito } from "./kurabito.ts";

let vault: string;
let out: string;
let folder: string;

/** A shop's orders, one a customer. */
async function bringIn(
  name: string,
  from: number,
  to: number,
  prefecture: (index: number) => string,
): Promise<void> {
  const rows = Array.from({ length: to - from }, (_, at) => {
    const index = from + at;
    return [`C${String(index)}`, prefecture(index), `O${String(index)}`, "2026-03-01", 1000 + index].join(
      ",",
    );
  });
  const path = join(folder, name);
  await writeFile(path, ["顧客番号,都道府県,注文番号,注文日,合計金額", ...rows].join("\n"));
  await json(["import", path, "--vault", vault]);
}

const release = (...more: readonly string[]) => [
  "release", "aggregate", "--by", "prefecture", "--measures", "people", "--out", out, "--vault", vault, ...more,
]; // prettier-ignore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-differencing-"));
  vault = join(folder, "shop.kurabito");
  out = join(folder, "out");
  await json(["vault", "create", "--vault", vault]);
  const places = ["東京都", "大阪府", "京都府", "愛知県"];
  await bringIn("orders.csv", 0, 80, (index) => places[index % 4] ?? "");
});

describe("the same table before and after somebody came", () => {
  test("leaves signed, is refused afterwards in words, and leaves with more cells withheld", async () => {
    const first = await json<ReleaseOutcome>(release());
    const fingerprint = first.manifest.signer?.fingerprint ?? "";
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/u);
    const manifest = first.paths.find((path) => path.endsWith(".manifest.json")) ?? "";
    const verified = await kurabito(["verify", manifest, "--signer", fingerprint]);
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.out).toContain(fingerprint);
    expect((await kurabito(["verify", manifest, "--signer", "00".repeat(32)])).code).toBe(1);
    const page = first.paths.find((path) => path.endsWith(".verify.html")) ?? "";
    expect(await readFile(page, "utf8")).toContain("Content-Security-Policy");

    await bringIn("later.csv", 80, 100, (index) =>
      index < 90 ? "東京都" : index < 99 ? "大阪府" : "京都府",
    );
    const refused = await kurabito(release());
    expect(refused.code).toBe(1);
    expect(refused.err + refused.out).toMatch(/fewer than 10 people/u);
    expect(refused.err + refused.out).toContain("--measures people --guarded");
    const told = await kurabito(release("--json"));
    const { error, differencing } = JSON.parse(told.out) as {
      readonly error: { readonly code: string };
      readonly differencing: DifferencingRefusal;
    };
    expect(error.code).toBe("release-differencing");
    expect(differencing).toMatchObject({ k: 10, releases: [1] });
    const kinds = differencing.alternatives.map(({ kind }) => kind);
    expect(kinds[0]).toBe("withhold-more");
    expect(kinds).toContain("drop-dimension");

    const guarded = await json<ReleaseOutcome>(release("--guarded"));
    expect(guarded.manifest.withheld).toEqual({ cells: differencing.alternatives[0]?.withheldCells });
    expect(guarded.manifest.signer).toEqual(first.manifest.signer);
  });
});
