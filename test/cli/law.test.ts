import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PolicyPreview, PolicyState } from "../../workers/terms/policy.ts";
import type { RecordPage } from "../../workers/terms/record.ts";
import { json, kurabito } from "./kurabito.ts";

let folder = "";
let vault: readonly string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-law-"));
  vault = ["--vault", join(folder, "shop.kura")];
  const file = join(folder, "mail.csv");
  await writeFile(
    file,
    [
      "email,ads,consent time,consent wording",
      "a@example.jp,yes,2026-04-01 10:00:00,広告のため、米国の会社に渡すことに同意します。",
      "b@example.jp,yes,2026-05-20 10:00:00,広告に使うことに同意します。",
      "c@example.jp,no,2026-04-02 10:00:00,",
    ].join("\n"),
  );
  const map = join(folder, "map.json");
  const columns = {
    email: "email",
    ads: "consent_ads",
    "consent time": "consent_time",
    "consent wording": "consent_wording",
  };
  await writeFile(map, JSON.stringify({ columns }));
  await json(["vault", "create", ...vault, "--lang", "en"]);
  await json(["import", file, "--map", map, ...vault]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const inForce = ({ packs }: PolicyState): readonly string[] =>
  packs.filter((pack) => pack.inForce !== undefined).map(({ id }) => id);
const google = ({ uses }: PolicyPreview) => {
  const use = uses.find(({ recipient }) => recipient === "google_ads");
  return [use?.now, use?.then];
};

describe("the law on the command line", () => {
  test("a vault made in English begins with the packs of the Union, the Kingdom and the States", async () => {
    expect(inForce(await json<PolicyState>(["policy", "show", ...vault]))).toEqual([
      "gdpr",
      "uk_gdpr",
      "can_spam",
    ]);
    const { out } = await kurabito(["policy", "show", ...vault]);
    expect(out).toContain("Article 6(1)");
    expect(out).toContain("Marketing e-mail goes only to people who said yes to it.");
  });

  test("a dry run says what would change and changes nothing; applying does it", async () => {
    const preview = await json<PolicyPreview>(["policy", "apply", "appi", "--dry-run", ...vault]);
    expect(google(preview)).toEqual([2, 1]);
    expect(preview.rules).toMatchObject([{ rule: { id: "appi_abroad" }, people: 1 }]);
    expect(inForce(await json<PolicyState>(["policy", "show", ...vault]))).toHaveLength(3);
    expect(inForce(await json<PolicyState>(["policy", "apply", "appi", ...vault]))).toEqual(["appi"]);
    expect(google(await json<PolicyPreview>(["policy", "apply", "none", "--dry-run", ...vault]))).toEqual([
      1, 2,
    ]);
    const { lines } = await json<RecordPage>(["record", "list", ...vault]);
    expect(lines.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["policy-previewed", "policy-applied"]),
    );
  });

  test("a pack's file of a later form is refused with a sentence, and one that is no file is a misuse", async () => {
    const later = join(folder, "later.json");
    await writeFile(later, JSON.stringify({ format: 9, id: "appi" }));
    const { code, err } = await kurabito(["policy", "apply", "--file", later, ...vault]);
    expect(code).toBe(1);
    expect(err).toContain("written in form 9");
    expect((await kurabito(["policy", "apply", "--file", join(folder, "none.json"), ...vault])).code).toBe(2);
    expect((await kurabito(["policy", "apply", ...vault])).code).toBe(2);
    expect((await kurabito(["policy", "apply", "lgpd", ...vault])).err).toContain("lgpd");
  });
});
