import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConsentAsOf, ConsentChanges, UseAnswer } from "../../workers/terms/consent.ts";
import { json, kurabito } from "./kurabito.ts";

let folder = "";
let vault: readonly string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-consent-"));
  const path = join(folder, "shop.kura");
  vault = ["--vault", path];
  const file = join(folder, "mail.csv");
  await writeFile(
    file,
    [
      "email,consent_email,consent time,consent wording",
      "a@example.jp,yes,2026-04-01 10:00:00,We send news by e-mail.",
      "b@example.jp,yes,2026-05-20 10:00:00,We send news by e-mail.",
      "c@example.jp,no,2026-04-02 10:00:00,",
    ].join("\n"),
  );
  const map = join(folder, "map.json");
  await writeFile(
    map,
    JSON.stringify({
      columns: {
        email: "email",
        consent_email: "consent_email",
        "consent time": "consent_time",
        "consent wording": "consent_wording",
      },
    }),
  );
  await json(["vault", "create", ...vault]);
  await json(["import", file, "--map", map, ...vault]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("consent on the command line", () => {
  test("who could be mailed on a day, under which text", async () => {
    const may = await json<ConsentAsOf>([
      "consent",
      "as-of",
      "2026-05-03",
      "--purpose",
      "email_marketing",
      ...vault,
    ]);
    expect(may.lines).toMatchObject([
      {
        channel: "email",
        granted: 1,
        denied: 1,
        permitted: 1,
        wordings: [{ version: 1, text: "We send news by e-mail.", people: 1 }],
      },
    ]);
    const known = await json<ConsentAsOf>([
      "consent",
      "as-of",
      "2026-05-03",
      "--known",
      "2026-05-03",
      ...vault,
    ]);
    // The file came in later: on 3 May the vault knew nobody.
    expect(known.people).toBe(0);
    const words = await kurabito(["consent", "as-of", "2026-05-03", ...vault]);
    expect(words).toMatchObject({ code: 0 });
    expect(words.out).toContain("We send news by e-mail.");
    const people = await kurabito([
      "consent",
      "as-of",
      "2026-05-21",
      "--purpose",
      "email_marketing",
      "--people",
      ...vault,
    ]);
    expect(people.out).toContain("2 of 2 people");
  });

  test("a day to come and a missing purpose are refused in words", async () => {
    const ahead = await kurabito(["consent", "as-of", "2027-01-01", ...vault]);
    expect(ahead).toMatchObject({ code: 1 });
    expect(ahead.err).toContain("still to come");
    expect(await kurabito(["consent", "as-of", "2026-05-03", "--people", ...vault])).toMatchObject({
      code: 2,
    });
    const future = [
      "consent",
      "set",
      "1",
      "--purpose",
      "email_marketing",
      "--state",
      "granted",
      "--on",
      "2027-01-01",
    ];
    expect((await kurabito([...future, ...vault])).err).toContain("Write down a consent on the day");
    const unknown = ["consent", "set", "99", "--purpose", "email_marketing", "--state", "denied"];
    expect(await kurabito([...unknown, ...vault])).toMatchObject({ code: 1 });
  });

  test("what one person may be used for now, and frozen", async () => {
    const today = async () =>
      (await json<{ today: readonly UseAnswer[] }>(["consent", "show", "1", ...vault])).today.find(
        ({ purpose }) => purpose === "email_marketing",
      );
    expect(await today()).toMatchObject({ allowed: true, reason: "granted" });
    await json(["subject", "restrict", "1", "--reason", "checking", ...vault]);
    expect(await today()).toMatchObject({ allowed: false, reason: "restricted" });
    const shown = await kurabito(["consent", "show", "1", ...vault]);
    expect(shown.out).toContain("processing is restricted");
    await json(["subject", "restrict", "1", "--lift", ...vault]);
    expect(await today()).toMatchObject({ allowed: true });
  });

  test("what changed since a day", async () => {
    await json(["consent", "set", "1", "--purpose", "email_marketing", "--state", "denied", ...vault]);
    const found = await json<ConsentChanges>(["consent", "changes", "--since", "2026-11-20", ...vault]);
    expect(found.changes).toContainEqual({
      purpose: "email_marketing",
      recipient: "self",
      gained: 1,
      withdrawn: 0,
      lapsed: 0,
      refused: 2,
    });
    expect((await kurabito(["consent", "changes", ...vault])).code).toBe(0);
  });
});
