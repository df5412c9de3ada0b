import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { shapeOf } from "../profile/contents.ts";
import { sensitiveKind } from "../profile/sensitive.ts";
import { isCard, isCorporateNumber, isIban, isMyNumber } from "./check-digits.ts";
import { findPersonal, isSpecialCategoryWord, type PersonalKind } from "./find-personal.ts";
import { japaneseSentences } from "./japanese-sentences.ts";

/** What is reached on presidio-research's small set, and held. */
const GOAL = {
  address: { precision: 0.95, recall: 0.9 },
  person: { precision: 0.95, recall: 0.75 },
} as const;

const shared = (path: string): string =>
  fileURLToPath(new URL(`../../../../../shared/data/pii/${path}`, import.meta.url));

interface Counts {
  found: number;
  right: number;
  labelled: number;
  recalled: number;
}

/** Found spans against labelled ones of a kind; two spans agree when they overlap. */
class Scores {
  readonly of = new Map<PersonalKind, Counts>();

  add(
    kind: PersonalKind,
    text: string,
    labels: readonly { readonly from: number; readonly to: number }[],
  ): void {
    const counts = this.of.get(kind) ?? { found: 0, right: 0, labelled: 0, recalled: 0 };
    this.of.set(kind, counts);
    const found = findPersonal(text).filter((span) => span.kind === kind);
    const meets = (a: { from: number; to: number }, b: { from: number; to: number }) =>
      a.from < b.to && b.from < a.to;
    counts.found += found.length;
    counts.right += found.filter((span) => labels.some((label) => meets(span, label))).length;
    counts.labelled += labels.length;
    counts.recalled += labels.filter((label) => found.some((span) => meets(span, label))).length;
  }

  precision(kind: PersonalKind): number {
    const { found, right } = this.of.get(kind) ?? { found: 0, right: 0 };
    return found === 0 ? 1 : right / found;
  }

  recall(kind: PersonalKind): number {
    const { labelled, recalled } = this.of.get(kind) ?? { labelled: 0, recalled: 0 };
    return labelled === 0 ? 1 : recalled / labelled;
  }

  print(title: string): void {
    const rows = [...this.of].map(
      ([kind, { found, labelled }]) =>
        `${kind.padEnd(12)} labelled ${String(labelled).padStart(4)}  found ${String(found).padStart(4)}  precision ${this.precision(kind).toFixed(3)}  recall ${this.recall(kind).toFixed(3)}`,
    );
    console.log([title, ...rows].join("\n"));
  }
}

describe("check digits", () => {
  const vectors = shared("checkdigits/jp_vectors.tsv");
  test.runIf(existsSync(vectors))("every vector of the Japanese numbers", () => {
    const rows = readFileSync(vectors, "utf8").trim().split(/\r?\n/).slice(1);
    for (const row of rows) {
      const [scheme, input = "", valid] = row.split("\t");
      const digits = input.replace(/[ -]/g, "");
      expect([input, scheme === "jp.my_number" ? isMyNumber(digits) : isCorporateNumber(digits)]).toEqual([
        input,
        valid === "1",
      ]);
    }
    console.log(`check digits: ${String(rows.length)} of ${String(rows.length)} vectors right`);
  });

  test("cards and bank accounts", () => {
    for (const card of [
      "4111111111111111",
      "5555555555554444",
      "378282246310005",
      "3530111333300000",
      "30569309025904",
      "6011111111111117",
    ])
      expect(isCard(card)).toBe(true);
    for (const not of ["4111111111111112", "1234567890123456", "0000000000000000"])
      expect(isCard(not)).toBe(false);
    expect(isIban("GB82WEST12345698765432")).toBe(true);
    expect(isIban("GB82WEST12345698765433")).toBe(false);
  });
});

describe("personal data in free text", () => {
  test("Japanese sentences of our own: precision and recall of every kind", () => {
    const scores = new Scores();
    for (const { text, spans } of japaneseSentences) {
      const kinds = new Set<PersonalKind>([
        ...spans.map(([kind]) => kind),
        ...findPersonal(text).map(({ kind }) => kind),
      ]);
      for (const kind of kinds)
        scores.add(
          kind,
          text,
          spans.flatMap(([label, part]) =>
            label === kind ? [{ from: text.indexOf(part), to: text.indexOf(part) + part.length }] : [],
          ),
        );
    }
    scores.print("our Japanese sentences");
    for (const kind of scores.of.keys()) {
      expect([kind, scores.recall(kind) >= 0.9]).toEqual([kind, true]);
      expect([kind, scores.precision(kind) >= 0.9]).toEqual([kind, true]);
    }
  });

  const presidio = shared("presidio_generated_small.json");
  test.runIf(existsSync(presidio))("presidio-research's English sentences", () => {
    const kinds: Readonly<Record<string, PersonalKind>> = {
      PHONE_NUMBER: "phone",
      CREDIT_CARD: "card",
      DOMAIN_NAME: "url",
      US_SSN: "ssn",
      IP_ADDRESS: "ip-address",
      EMAIL_ADDRESS: "email",
      ADDRESS: "address",
      PERSON: "person",
    };
    const sentences = JSON.parse(readFileSync(presidio, "utf8")) as readonly {
      full_text: string;
      spans: readonly { entity_type: string; start_position: number; end_position: number }[];
    }[];
    const scores = new Scores();
    for (const { full_text: text, spans } of sentences)
      for (const [label, kind] of Object.entries(kinds))
        scores.add(
          kind,
          text,
          spans.flatMap((span) =>
            span.entity_type === label ? [{ from: span.start_position, to: span.end_position }] : [],
          ),
        );
    scores.print("presidio-research, small set");
    for (const kind of ["card", "ssn", "ip-address", "email", "url"] as const) {
      expect([kind, scores.precision(kind), scores.recall(kind)]).toEqual([kind, 1, 1]);
    }
    expect(scores.recall("phone")).toBeGreaterThanOrEqual(0.9);
    expect(scores.precision("phone")).toBeGreaterThanOrEqual(0.9);
    // Rare names that nothing announces are not found: without lists of all names it would be guessing.
    expect(scores.precision("address")).toBeGreaterThanOrEqual(GOAL.address.precision);
    expect(scores.recall("address")).toBeGreaterThanOrEqual(GOAL.address.recall);
    expect(scores.precision("person")).toBeGreaterThanOrEqual(GOAL.person.precision);
    expect(scores.recall("person")).toBeGreaterThanOrEqual(GOAL.person.recall);
  });

  test.each([
    "Earl Grey, 50 bags", "Calvin Klein jeans", "Victoria sponge with jasmine tea", "May sale: 20% off", "Paul Smith wallet",
    "Corner of Elizabeth Street", "St. James Park is nearby", "Will arrive in April", "Rose Garden blend", "Summer Gift Box",
    "Thank you, Support Team", "Hello there, where is my order?", "Customer's order came late", "Mark it as done", "Hope this helps",
    "Charlotte Airport pick-up", "Next Day Delivery", "Thomas Cook voucher", "山口県産の夏みかん", "石川の和菓子", "千葉の落花生と高山の味噌",
    "桜の香り、葵の模様", "青木の箱、小森の皿", "会員区分1-2", "町内会3-4で配布", "東京 直送", "清水焼の湯呑み", "林 檎ジャム", "本田技研の部品",
    "3 boxes of tea\nblue ribbon\nplease send ref 12345", "Sencha 100 g, 2 for 20", "Kubota tractor", "Harry Potter mug",
  ])("%s names nobody", (text) => {
    expect(findPersonal(text).filter(({ kind }) => kind === "person" || kind === "address")).toEqual([]);
  }); // prettier-ignore

  test.each([
    ["Delivered to Megan Payne yesterday", "Megan Payne"],
    ["Please tell Tyler", "Tyler"],
    ["It was Anne-Marie Dupont who called", "Anne-Marie Dupont"],
    ["Vincent van Gogh wrote this", "Vincent van Gogh"],
    ["the parcel for Grace Miller", "Grace Miller"],
    ["Tanaka Hanako paid", "Tanaka Hanako"],
    ["received by Taro Yamada", "Taro Yamada"],
    ["Kind regards,\nMorwenna", "Morwenna"],
    ["Dear Oluwaseun, thank you", "Oluwaseun"],
    ["受取人は山田太郎です", "山田太郎"],
    ["佐藤 花子、母の日の贈り物", "佐藤 花子"],
    ["佐々木翔太から電話", "佐々木翔太"],
    ["髙橋健一(本人)", "髙橋健一"],
  ])("%s", (text, name) => {
    const found = findPersonal(text).filter(({ kind }) => kind === "person");
    expect(found.map(({ from, to }) => text.slice(from, to))).toEqual([name]);
  });

  test.each([
    ["Send it to P.O. Box 123, please", "P.O. Box 123"],
    ["Springfield, IL 62704-1234", "Springfield, IL 62704-1234"],
    ["千代田区丸の内1-2-3へ", "千代田区丸の内1-2-3"],
    ["横浜市西区みなとみらい2丁目3番1号です", "横浜市西区みなとみらい2丁目3番1号"],
  ])("%s", (text, address) => {
    const found = findPersonal(text).filter(({ kind }) => kind === "address");
    expect(found.map(({ from, to }) => text.slice(from, to))).toEqual([address]);
  });

  const phones = shared("phone_examples_mobile_libphonenumber.json");
  test.runIf(existsSync(phones))("mobile numbers of every region, written with their country code", () => {
    const examples = Object.values(JSON.parse(readFileSync(phones, "utf8")) as Record<string, string>);
    const found = examples.filter((digits) =>
      findPersonal(`Call +81 ${digits} please`).some(({ kind }) => kind === "phone"),
    );
    console.log(`phone examples: ${String(found.length)} of ${String(examples.length)} found`);
    expect(found.length / examples.length).toBeGreaterThan(0.98);
  });

  const zips = shared("jp_zipcode/zipcode_sample_utf8bom.csv");
  test.runIf(existsSync(zips))("Japan Post's codes and addresses", () => {
    const rows = readFileSync(zips, "utf8")
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((row) => row.split(","));
    expect(
      shapeOf(
        rows.map(([code = ""]) => code),
        "ymd",
        ".",
      ),
    ).toBe("postal");
    const spans = rows.map(([code = "", address = ""]) =>
      findPersonal(`〒${code} ${address}1-2-3 です`).map(({ kind }) => kind),
    );
    const codes = spans.filter((kinds) => kinds.includes("postal-code")).length;
    const addresses = spans.filter((kinds) => kinds.includes("address")).length;
    console.log(
      `Japan Post rows: postal codes ${String(codes)}, addresses ${String(addresses)} of ${String(rows.length)}`,
    );
    expect(codes).toBe(rows.length);
    expect(addresses / rows.length).toBeGreaterThan(0.97);
  });
});

describe("columns that never come in, by what they hold", () => {
  test.each([
    ["col1", ["仏教", "神道", "キリスト教", "無宗教"], "special-category"],
    ["notes", ["diabetes", "asthma", "diabetes", "none"], "special-category"],
    ["x", ["4111111111111111", "5555555555554444", "4012888888881881"], "card"],
    ["y", ["123456789018", "621498320257", "123456789018"], "my-number"],
    ["id", ["123456789012", "123456789013", "123456789014"], undefined],
    ["商品名", ["茶", "カップ", "皿"], undefined],
  ])("%s", (heading, values, kind) => {
    expect(sensitiveKind(heading, values)).toBe(kind);
  });

  test("a word is a special category only by itself", () => {
    expect(isSpecialCategoryWord("ゲイ")).toBe(true);
    expect(isSpecialCategoryWord("ゲイシャ・コーヒー")).toBe(false);
  });
});
