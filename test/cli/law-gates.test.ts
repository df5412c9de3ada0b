import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReleaseOutcome } from "../../workers/terms/release.ts";
import type { RecordPage } from "../../workers/terms/record.ts";
import { json, kurabito } from "./kurabito.ts";

let folder = "";
let vault: readonly string[] = [];
let file = "";
let map = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-gates-"));
  vault = ["--vault", join(folder, "shop.kura")];
  file = join(folder, "mail.csv");
  await writeFile(
    file,
    [
      "id,email,mail,time",
      "1,a@example.jp,yes,2026-04-01 10:00:00",
      "2,b@example.jp,yes,2026-05-20 10:00:00",
      "3,c@example.jp,no,2026-04-02 10:00:00",
    ].join("\n"),
  );
  map = join(folder, "map.json");
  const columns = { id: "customer_id", email: "email", mail: "consent_email", time: "consent_time" };
  await writeFile(map, JSON.stringify({ columns, source: "shop" }));
  await json(["vault", "create", ...vault, "--lang", "ja"]);
  await json(["import", file, "--map", map, ...vault]);
  await json(["segment", "create", "all", ...vault]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the law at the gates, on the command line", () => {
  test("a manifest keeps what the message must say, and what its sender confirmed", async () => {
    const send = (...more: readonly string[]) =>
      json<ReleaseOutcome>([
        ...["release", "consented", "--segment", "all", "--to", "mailchimp", "--out", folder],
        ...more,
        ...vault,
      ]);
    const plain = await send();
    expect(plain.manifest.message?.length).toBeGreaterThan(4);
    expect(plain.manifest.message?.every(({ confirmed }) => !confirmed)).toBe(true);
    const some = await send("--confirm", "sender_name,refusal_address");
    expect(some.manifest.message?.flatMap(({ item, confirmed }) => (confirmed ? [item] : [])).sort()).toEqual(
      ["refusal_address", "sender_name"],
    );
    expect(some.manifest.message?.find(({ item }) => item === "refusal_address")?.rules).toEqual([
      "tokusho_statements",
      "mail_statements",
    ]);
    const written = (await readdir(folder)).filter((name) => name.endsWith("manifest.json"));
    expect(written).toHaveLength(2);
    for (const name of written) {
      expect(await readFile(join(folder, name), "utf8")).toContain("sender_name");
      expect((await kurabito(["verify", join(folder, name)])).code).toBe(0);
    }
    const { out } = await kurabito([
      ...[
        "release",
        "consented",
        "--segment",
        "all",
        "--to",
        "mailchimp",
        "--out",
        folder,
        "--confirm",
        "all",
      ],
      ...vault,
    ]);
    expect(out).toContain("confirmed");
    const wrong = ["release", "consented", "--segment", "all", "--to", "mailchimp", "--out", folder];
    expect((await kurabito([...wrong, "--confirm", "a-joke", ...vault])).code).toBe(2);
  });

  test("data of a third party come in once it is confirmed that the people agreed", async () => {
    await json(["import", "source", "shop", "--party", "third", ...vault]);
    const refused = await kurabito(["import", file, "--map", map, ...vault]);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("third party")]);
    await json(["import", file, "--map", map, "--join-agreed", ...vault]);
    const { lines } = await json<RecordPage>(["record", "list", ...vault]);
    expect(lines.find(({ action }) => action === "third-party-join-confirmed")?.payload).toMatchObject({
      rules: "appi_related",
    });
  });

  test("the record answers for one person, erased or not, and for a period", async () => {
    const of = async (...asked: readonly string[]) =>
      (await json<RecordPage>(["record", "list", ...asked, ...vault])).lines.map(({ action }) => action);
    const [from, to] = ["2001-01-01", "2002-01-01"];
    expect(await of("--from", from, "--to", to)).toEqual([]);
    expect((await of("--from", from)).length).toBeGreaterThan(5);
    await json(["subject", "erase", "--customer", "1", "--reason", "本人の請求", ...vault]);
    expect(await of("--person", "1")).toEqual(["erasure-proved", "erase"]);
    expect(await of("--person", "2")).toEqual(expect.arrayContaining(["release-consented", "imported"]));
    expect(await of("--person", "3")).not.toContain("release-consented");
    const { out } = await kurabito(["record", "list", "--person", "1", ...vault]);
    expect(out).toContain("A person asked for it");
    expect(out).toContain("The person concerned");
  });
});
