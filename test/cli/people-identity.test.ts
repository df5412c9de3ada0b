import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { json, kurabito } from "./kurabito.ts";

interface Found {
  readonly likely: number;
  readonly households: number;
  readonly pairs: readonly {
    readonly a: { readonly id: number; readonly name: string };
    readonly b: { readonly id: number; readonly name: string };
    readonly likely: boolean;
    readonly evidence: readonly { readonly field: string; readonly agreement: string }[];
  }[];
}

let vault: string;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "kurabito-identity-"));
  vault = join(folder, "shop.kurabito");
  const family = "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤".split(" ");
  const given = "花子 陽菜 結衣 美咲 太郎 蓮 陽翔 湊 健一 誠 浩 隆".split(" ");
  // Contacts that follow one another would all look like slips of each other.
  const spread = (i: number) => String(10_000_000 + ((i * 48_271_997) % 89_999_999));
  const row = (i: number) =>
    [
      `W${String(i)}`,
      family[i % 10],
      given[(i * 7) % 12],
      `${spread(i + 500)}@example.jp`,
      `090${spread(i)}`,
      `京都市中京区本町${spread(i).slice(0, 1)}-${spread(i).slice(1, 4)}`,
    ].join(",");
  const headings = "会員番号,姓,名,メール,電話番号,住所";
  const web = Array.from({ length: 120 }, (_, i) => row(i));
  // The till knows ten of them with two digits of the telephone exchanged and in other writing, and the wife of one.
  const till = Array.from({ length: 10 }, (_, i) => {
    const [, a, b, , phone, street] = row(i * 11).split(",");
    return [
      `T${String(i)}`,
      a?.replace("高", "髙").replace("辺", "邊"),
      b,
      "",
      phone?.replace(/(\d)(\d)$/, "$2$1"),
      street?.replace("-", "丁目"),
    ].join(",");
  });
  const wife = ["T99", family[5], "由美子", "", "", row(5).split(",")[5]].join(",");
  await writeFile(join(folder, "web.csv"), [headings, ...web].join("\n"));
  await writeFile(join(folder, "till.csv"), [headings, ...till, wife].join("\n"));
  await json(["vault", "create", "--vault", vault]);
  await json(["import", join(folder, "web.csv"), "--vault", vault]);
  await json(["import", join(folder, "till.csv"), "--vault", vault]);
});

describe("people who are in the vault twice", () => {
  test("are found with reasons, joined, listed and taken out again", async () => {
    const count = async () => (await json<{ total: number }>(["people", "list", "--vault", vault])).total;
    const before = await count();
    const found = await json<Found>(["people", "resolve", "--vault", vault, "--limit", "100"]);
    expect(found.pairs.length).toBeGreaterThan(0);
    for (const { a, b } of found.pairs.filter(({ likely }) => likely))
      expect(a.name.slice(-1)).toBe(b.name.slice(-1));
    const pair = found.pairs[0]!;
    await json(["people", "merge", String(pair.a.id), String(pair.b.id), "--vault", vault]);
    expect(await count()).toBe(before - 1);
    const listed = await json<{ merged: readonly { id: number }[] }>([
      "people",
      "split",
      String(pair.a.id),
      "--vault",
      vault,
    ]);
    expect(listed.merged.map(({ id }) => id)).toEqual([pair.b.id]);
    await json(["people", "split", String(pair.a.id), String(pair.b.id), "--vault", vault]);
    expect(await count()).toBe(before);
    const again = await json<Found>(["people", "resolve", "--vault", vault, "--limit", "100"]);
    expect(again.pairs.some(({ a, b }) => a.id === pair.a.id && b.id === pair.b.id)).toBe(false);
  });

  test("what was decided is listed and taken back, once", async () => {
    interface Decisions {
      readonly total: number;
      readonly decisions: readonly {
        readonly batch: number;
        readonly decision: string;
        readonly undoneAt?: string;
      }[];
    }
    const listed = () => json<Decisions>(["people", "decisions", "list", "--vault", vault]);
    const people = async () => (await json<{ total: number }>(["people", "list", "--vault", vault])).total;
    const before = await people();
    await json(["people", "merge", "1", "2", "--vault", vault]);
    const [latest] = (await listed()).decisions;
    expect(latest).toMatchObject({ decision: "merge" });
    const undo = ["people", "decisions", "undo", String(latest?.batch), "--vault", vault];
    expect(await json(undo)).toEqual({ decisions: 1 });
    expect(await people()).toBe(before);
    expect((await listed()).decisions[0]?.undoneAt).toBeDefined();
    expect((await kurabito(undo)).code).toBe(1);
    const { out } = await kurabito(["people", "decisions", "list", "--vault", vault, "--lang", "ja"]);
    expect(out).toContain("同じ人としてまとめました");
  });

  test("the sure ones are joined at once; words name the reasons in both languages", async () => {
    const { merged } = await json<{ merged: { pairs: number } }>([
      "people",
      "resolve",
      "--vault",
      vault,
      "--merge",
      "0.9",
    ]);
    expect(merged.pairs).toBeGreaterThan(0);
    const { code, out } = await kurabito(["people", "resolve", "--vault", vault, "--lang", "ja"]);
    expect(code).toBe(0);
    expect(out).toContain("同じ人と見られる組");
  });

  test("wrong numbers are refused", async () => {
    expect((await kurabito(["people", "merge", "1", "x", "--vault", vault])).code).toBe(2);
    expect((await kurabito(["people", "merge", "1", "999999", "--vault", vault])).code).toBe(1);
    expect((await kurabito(["people", "resolve", "--merge", "2", "--vault", vault])).code).toBe(2);
  });
});
