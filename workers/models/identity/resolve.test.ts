import { describe, expect, test } from "vitest";
import { column, linkagePeople, pairQuality } from "../../../test/support/linkage-people.ts";
import { cancelJob, jobControl, newJobTicket, unwatched, Cancelled } from "../../base/job.ts";
import { joinLinks } from "./cluster.ts";
import { identityDefaults, resolveIdentity } from "./resolve.ts";
import type { IdentityTable } from "./table.ts";

const recipe = { rows: 6000, duplicates: 0.15, slips: 0.2, blanks: 0.05, households: 0.2, seed: 3 };

describe("people with slips", () => {
  const { table, truth } = linkagePeople(recipe);
  const found = resolveIdentity(table, identityDefaults, unwatched)!;
  const { precision, recall } = pairQuality(found.entities, truth);

  test("are found, and hardly anybody else, without labels", () => {
    expect(precision).toBeGreaterThan(0.97);
    expect(recall).toBeGreaterThan(0.97);
  });

  test("the expected share of wrong joins keeps within what was chosen and near what is true", () => {
    expect(found.expectedFalseMerges).toBeLessThanOrEqual(identityDefaults.falseMergeRate);
    expect(1 - precision).toBeLessThan(3 * identityDefaults.falseMergeRate);
  });

  test("a stricter rate joins fewer pairs and no pair that a looser one leaves", () => {
    const links = (falseMergeRate: number) =>
      new Set(
        resolveIdentity(table, { ...identityDefaults, falseMergeRate }, unwatched)!
          .pairs.filter(({ decision }) => decision === "link")
          .map(({ a, b }) => `${a} ${b}`),
      );
    const [strict, loose] = [links(1e-5), links(0.01)];
    expect(strict.size).toBeLessThan(loose.size);
    expect([...strict].filter((pair) => !loose.has(pair))).toEqual([]);
  });

  test("the same answer every time; far fewer pairs compared than there are", () => {
    const again = resolveIdentity(table, identityDefaults, unwatched)!;
    expect(again.entities).toEqual(found.entities);
    expect(found.compared).toBeLessThan(0.03 * ((recipe.rows * (recipe.rows - 1)) / 2));
  });

  test("the order of the rows does not decide who is whom", () => {
    const reversed: IdentityTable = {
      rows: table.rows,
      columns: table.columns.map((one) => ({ ...one, codes: one.codes.toReversed() })),
    };
    const other = resolveIdentity(reversed, identityDefaults, unwatched)!;
    const quality = pairQuality(other.entities.toReversed(), found.entities);
    expect(quality.f1).toBeGreaterThan(0.99);
  });

  test("stops when asked to", () => {
    const ticket = newJobTicket("t");
    cancelJob(ticket);
    expect(() =>
      resolveIdentity(
        table,
        identityDefaults,
        jobControl(ticket, () => undefined),
      ),
    ).toThrow(Cancelled);
  });
});

describe("Japanese writing", () => {
  const one = (over: Partial<Record<"family" | "given" | "birth" | "phone" | "email" | "street", string>>) => ({
    family: "", given: "", birth: "", phone: "", email: "", street: "", ...over,
  }); // prettier-ignore
  const strangers = Array.from({ length: 400 }, (_, i) => {
    const family = "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤".split(" ")[i % 10]!;
    const given = "花子 陽菜 結衣 美咲 太郎 蓮 陽翔 湊 健一 誠 浩 隆".split(" ")[(i * 7) % 12]!;
    const number = (from: number, size: number) => String(from + ((i * 7919) % size));
    return one({ family, given, birth: `${number(1940, 60)}0${number(1, 9)}1${number(0, 9)}`, phone: `090${number(10_000_000, 89_999_999)}`, email: `u${number(1000, 89_999)}@example.jp`, street: `本町${number(1, 9)}-${number(1, 40)}` }); // prettier-ignore
  });
  const tanaka = one({
    family: "髙﨑",
    given: "恵",
    birth: "19800412",
    phone: "+81 90-7777-0001",
    email: "Megumi@example.jp",
    street: "霞ヶ関一丁目二番三号",
  });
  const again = one({
    family: "高崎",
    given: "恵",
    birth: "19800412",
    phone: "09077770001",
    email: "megumi@example.jp",
    street: "霞が関1-2-3 コーポ101",
  });
  const husband = one({
    family: "高崎",
    given: "義男",
    birth: "19770102",
    phone: "090-7777-0001",
    email: "megumi@example.jp",
    street: "霞が関1-2-3",
  });
  const people = [
    ...strangers,
    tanaka,
    again,
    husband,
    ...strangers.slice(0, 40).map((person) => ({ ...person, phone: "" })),
  ];
  const kinds = ["family", "given", "birth", "phone", "email", "street"] as const;
  const table = {
    rows: people.length,
    columns: kinds.map((kind) =>
      column(
        kind,
        people.map((person) => person[kind]),
      ),
    ),
  };
  const { entities } = resolveIdentity(table, identityDefaults, unwatched)!;

  test("variant kanji, widths and ways to write an address are one person", () =>
    expect(entities[400]).toBe(entities[401]));
  test("a household that shares e-mail, telephone and address is not one person", () =>
    expect(entities[402]).not.toBe(entities[400]));
});

test("a telephone number of too many rows is set aside and told", () => {
  const { table } = linkagePeople({ ...recipe, rows: 1500 });
  const shop = { ...table, columns: table.columns.map((one) => (one.kind === "phone" ? column("phone", Array.from({ length: 1500 }, (_, row) => (row % 3 === 0 ? "0312345678" : one.levels[one.codes[row]!] ?? ""))) : one)) }; // prettier-ignore
  const found = resolveIdentity(shop, identityDefaults, unwatched)!;
  expect(found.fields.find(({ kind }) => kind === "phone")?.hubs).toEqual({ values: 1, rows: 500 });
  expect(found.people).toBeGreaterThan(1100);
});

test("a chain does not join two people who contradict each other", () => {
  const links = [{ a: 0, b: 1 }, { a: 1, b: 2 }, { a: 3, b: 4 }]; // prettier-ignore
  const found = joinLinks(5, links, (a, b) => a + b === 2, unwatched);
  expect([...found.entities]).toEqual([1, 1, 2, 3, 3]);
  expect(found.held).toEqual([1]);
});

test("nothing to tell people apart by: no answer", () => {
  expect(resolveIdentity({ rows: 3, columns: [] }, identityDefaults, unwatched)).toBeUndefined();
  expect(
    resolveIdentity({ rows: 1, columns: [column("given", ["a"])] }, identityDefaults, unwatched),
  ).toBeUndefined();
});
