import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PrivacyNotice, ProcessingRegister, Readiness } from "../../workers/terms/governance.ts";
import type { IncidentAssessment, IncidentEntry } from "../../workers/terms/incident.ts";
import { json, kurabito } from "./kurabito.ts";

let folder = "";
let vault: readonly string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-governance-"));
  vault = ["--vault", join(folder, "shop.kura")];
  const file = join(folder, "shop.csv");
  await writeFile(
    file,
    "注文番号,会員ID,メールアドレス,氏名,都道府県,注文日,金額\nA1,1,taro@example.jp,山田 太郎,東京,2026-01-05,1200\nA2,2,hana@example.jp,鈴木 花,大阪,2026-01-06,500\n",
  );
  await json(["vault", "create", ...vault, "--lang", "ja"]);
  await json(["import", file, ...vault]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("governance on the command line", () => {
  test("roles are given, and stand in the notice and the register", async () => {
    await json(["policy", "firm", "--name", "くら商店", "--contact", "madoguchi@kura.example", ...vault]);
    await json(["policy", "role", "privacy_officer", "--name", "蔵守 一", "--post", "店長", ...vault]);
    expect((await kurabito(["policy", "role", "boss", "--name", "x", ...vault])).code).toBe(2);
    const register = await json<ProcessingRegister>(["policy", "register", ...vault]);
    expect(register.entries.map(({ purpose }) => purpose)).toEqual(["service", "analytics"]);
    expect(JSON.stringify(register.document)).toContain("店長 蔵守 一");
    const notice = await json<PrivacyNotice>(["policy", "notice", "--lang", "ja", ...vault]);
    expect(notice.lines.length).toBeLessThanOrEqual(10);
    expect(notice.lines.join()).toContain("くら商店");
    expect(notice.lines.join()).toContain("madoguchi@kura.example");
  });

  test("documents are files in both languages that name no customer, and a line of the record", async () => {
    const out = join(folder, "out");
    const { paths } = await json<{ paths: readonly string[] }>([
      "policy",
      "documents",
      "--out",
      out,
      ...vault,
    ]);
    expect(paths).toHaveLength(12);
    for (const name of await readdir(out)) {
      const text = await readFile(join(out, name), "utf8");
      expect(text).not.toMatch(/山田|太郎|鈴木|taro@|hana@/u);
    }
    const { out: listed } = await kurabito(["record", "list", "--limit", "3", ...vault]);
    expect(listed).toContain("governance-written");
  });

  test("readiness reads the vault, in words and as a document", async () => {
    const readiness = await json<Readiness>(["policy", "readiness", ...vault]);
    const verdict = (code: string) => readiness.checks.find((check) => check.code === code)?.verdict;
    expect(verdict("firm")).toBe("look");
    expect(verdict("retention")).toBe("missing");
    expect(verdict("packs")).toBe("ok");
    expect(verdict("register")).toBe("ok");
    expect(readiness.ok + readiness.look + readiness.missing).toBe(readiness.checks.length);
    const { out } = await kurabito(["policy", "readiness", ...vault]);
    expect(out).toContain("Is there a rule when people go?");
    expect(out).toContain("record/retention");
  });

  test("an incident is looked at, noted, ticked off and written", async () => {
    const what = ["--kind", "stolen", "--noticed", "2026-11-20T01:00:00Z", ...vault];
    const seen = await json<IncidentAssessment>(["policy", "incident", "note", ...what, "--dry-run"]);
    expect(seen).toMatchObject({ people: 2, special: 0, malicious: true });
    expect(seen.duties[0]).toMatchObject({
      step: "appi.prompt",
      required: "yes",
      dueAt: "2026-11-24",
    });
    const noted = await json<IncidentEntry>(["policy", "incident", "note", ...what, "--source", "shop"]);
    expect(noted).toMatchObject({ id: 1, state: "open", people: 2 });
    const marked = await json<IncidentEntry>(["policy", "incident", "mark", "1", "appi.prompt", ...vault]);
    expect(marked.state).toBe("reported");
    expect((await kurabito(["policy", "incident", "list", ...vault])).out).toContain("Stolen");
    const out = join(folder, "incident");
    const { paths } = await json<{ paths: readonly string[] }>([
      "policy",
      "incident",
      "write",
      "1",
      "--out",
      out,
      ...vault,
    ]);
    expect(paths).toHaveLength(4);
    expect((await kurabito(["policy", "incident", "mark", "9", "closed", ...vault])).code).toBe(1);
    expect((await kurabito(["policy", "incident", "mark", "1", "nothing", ...vault])).code).toBe(2);
  });
});
