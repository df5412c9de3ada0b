import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ImportOutcome } from "../../workers/terms/intake.ts";
import type { PackOutcome, RecallPreview, RequestEntry, SubjectsFound } from "../../workers/terms/rights.ts";
import { json, kurabito } from "./kurabito.ts";

let folder = "";
let vault: readonly string[] = [];
const people = [
  "customer_id,email,family_name,given_name,consent_email,consent time",
  "A1,hanako@example.jp,田中,花子,yes,2026-04-01 10:00:00",
  "A2,taro@example.jp,鈴木,太郎,yes,2026-04-02 10:00:00",
].join("\n");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-rights-"));
  vault = ["--vault", join(folder, "shop.kura")];
  await json(["vault", "create", ...vault]);
  await bringIn("members.csv");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function bringIn(name: string): Promise<ImportOutcome> {
  const [file, map] = [join(folder, name), join(folder, "map.json")];
  await writeFile(file, people);
  const columns = {
    customer_id: "customer_id",
    email: "email",
    family_name: "family_name",
    given_name: "given_name",
    consent_email: "consent_email",
    "consent time": "consent_time",
  };
  await writeFile(map, JSON.stringify({ columns }));
  const { files } = await json<{ files: readonly ImportOutcome[] }>(["import", file, "--map", map, ...vault]);
  const [first] = files;
  if (first === undefined) throw new Error("nothing was imported");
  return first;
}

describe("the rights of a person on the command line", () => {
  test("find, correct, and find again by what was before; the next import leaves it", async () => {
    const found = await json<SubjectsFound>(["subject", "find", "ＨＡＮＡＫＯ@example.jp", ...vault]);
    expect(found.subjects).toMatchObject([{ customerId: 1, name: "田中 花子" }]);
    const wrong = await kurabito([
      "subject",
      "correct",
      "--customer",
      "1",
      "--set",
      "shoe_size=38",
      ...vault,
    ]);
    expect(wrong).toMatchObject({ code: 2 });
    const done = await json(["subject", "correct", "--customer", "1", "--set", "family_name=山田", "--set", "email=new@example.jp", "--reason", "本人", ...vault]); // prettier-ignore
    expect(done).toEqual({ cells: 2, followed: [] });
    expect(await bringIn("members again.csv")).toMatchObject({ keptCorrections: 2, customersNew: 0 });
    const former = await kurabito(["subject", "find", "hanako@example.jp", ...vault]);
    expect(former.out).toContain("山田 花子");
    expect(former.out).toContain("earlier");
    const nothing = await kurabito([
      "subject",
      "correct",
      "--customer",
      "1",
      "--set",
      "family_name=山田",
      ...vault,
    ]);
    expect(nothing).toMatchObject({ code: 1 });
    expect(nothing.err).toContain("nothing to put right");
  });

  test("the access pack is a page, JSON and CSV; taken along it is JSON and CSV", async () => {
    const out = join(folder, "pack");
    const pack = await json<PackOutcome>(["subject", "export", "--customer", "1", "--out", out, ...vault]);
    expect(pack.paths.filter((path) => path.endsWith(".html"))).toHaveLength(1);
    const page = await readFile(pack.paths.find((path) => path.endsWith(".html")) ?? "", "utf8");
    expect(page).toContain("new@example.jp");
    expect(page).not.toMatch(/taro@example|鈴木/u);
    const along = join(folder, "along");
    await json(["subject", "export", "--customer", "1", "--out", along, "--portable", ...vault]);
    expect((await readdir(along)).every((name) => /\.(?:json|csv)$/u.test(name))).toBe(true);
    expect(await kurabito(["subject", "export", "--customer", "77", "--out", out, ...vault])).toMatchObject({
      code: 1,
    });
  });

  test("requests with the deadline of their law, and a calendar that names nobody", async () => {
    const saved = await json<RequestEntry>(["subject", "requests", "add", "--kind", "access", "--law", "gdpr", "--received", "2026-10-31", "--customer", "1", ...vault]); // prettier-ignore
    expect(saved).toMatchObject({
      id: 1,
      deadline: { dueOn: "2026-11-30", article: "GDPR Art. 12(3)" },
      daysLeft: 9,
    });
    const listed = await kurabito(["subject", "requests", "list", ...vault]);
    expect(listed.out).toMatch(/Access +GDPR +2026-10-31 +2026-11-30 +9 +山田 花子/u);
    const calendar = await json<{ paths: readonly string[] }>(["subject", "requests", "calendar", "--out", folder, ...vault]); // prettier-ignore
    const text = await readFile(calendar.paths[0] ?? "", "utf8");
    expect(text).toContain("DTSTART;VALUE=DATE:20261130");
    expect(text).not.toContain("山田");
    expect(
      (await kurabito(["subject", "requests", "close", "1", "--outcome", "fulfilled", ...vault])).out,
    ).toContain("closed");
    expect(
      await kurabito(["subject", "requests", "close", "1", "--outcome", "refused", ...vault]),
    ).toMatchObject({ code: 1 });
  });

  test("recall: who received people, and the lists and letters for them", async () => {
    await json(["segment", "create", "everybody", "--definition", await everybody(), ...vault]);
    await json(["release", "consented", "--segment", "everybody", "--to", "klaviyo_list", "--out", join(folder, "out"), ...vault]); // prettier-ignore
    const preview = await json<RecallPreview>(["release", "recall", "--customer", "1", ...vault]);
    expect(preview.targets).toMatchObject([{ recipient: "klaviyo", people: 1, rows: 2 }]);
    const letters = join(folder, "recall");
    const done = await kurabito(["release", "recall", "--customer", "1", "--wish", "opt_out", "--out", letters, ...vault]); // prettier-ignore
    expect(done).toMatchObject({ code: 0 });
    expect(await readdir(letters)).toHaveLength(3);
    expect(await kurabito(["release", "recall", ...vault])).toMatchObject({ code: 2 });
  });

  test("an objection to direct marketing takes the person out of the next list", async () => {
    await json([
      "subject",
      "object",
      "--customer",
      "1",
      "--to",
      "direct_marketing",
      "--reason",
      "電話",
      ...vault,
    ]);
    const released = await json<{ manifest: { people: number } }>(["release", "consented", "--segment", "everybody", "--to", "klaviyo_list", "--out", join(folder, "out2"), ...vault]); // prettier-ignore
    expect(released.manifest.people).toBe(1);
  });
});

async function everybody(): Promise<string> {
  const path = join(folder, "everybody.json");
  await writeFile(path, JSON.stringify({ groups: [] }));
  return path;
}
