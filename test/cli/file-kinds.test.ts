import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import { afterAll, describe, expect, test } from "vitest";
import type { TableProfile } from "../../workers/terms/profile.ts";
import { makeXlsx } from "../support/make-xlsx.ts";
import { json, kurabito } from "./kurabito.ts";

const folder = mkdtempSync(join(tmpdir(), "kurabito-kinds-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const fixture = (name: string): Buffer =>
  readFileSync(
    fileURLToPath(new URL(`../../workers/gates/intake/profile/presets/fixtures/${name}`, import.meta.url)),
  );

interface Imported {
  readonly files: readonly {
    readonly name: string;
    readonly stored?: number;
    readonly error?: { readonly code: string };
  }[];
}

describe("files that are no plain text", () => {
  test("a workbook, an archive and JSON Lines come in; meanings are remembered; a profile stores nothing", async () => {
    const vault = at("kinds.kura");
    await json(["vault", "create", "--vault", vault, "--name", "kinds"]);
    writeFileSync(
      at("members.xlsx"),
      makeXlsx({
        Notes: [["nothing"]],
        Members: [
          ["wer", "post"],
          ["1", "a@example.com"],
          ["2", "b@example.com"],
        ],
      }),
    );
    writeFileSync(
      at("map.json"),
      JSON.stringify({ columns: { wer: "customer_id", post: "email" }, source: "club" }),
    );
    const members = await json<Imported>([
      "import",
      at("members.xlsx"),
      "--vault",
      vault,
      "--part",
      "Members",
      "--map",
      at("map.json"),
      "--remember",
      "club list",
    ]);
    expect(members.files).toMatchObject([{ name: "members.xlsx › Members", stored: 2 }]);

    writeFileSync(
      at("later.jsonl"),
      '{"post":"c@example.com","wer":"3"}\n{"post":"a@example.com","wer":"1"}\n',
    );
    const later = await json<Imported>(["import", at("later.jsonl"), "--vault", vault]);
    expect(later.files).toMatchObject([{ stored: 1, repeated: 1, customersNew: 1 }]);

    const names = ["subscribed", "unsubscribed", "cleaned"].map((kind) => `${kind}_members_export_ab12.csv`);
    writeFileSync(
      at("audience.zip"),
      zipSync(
        Object.fromEntries([
          ...names.map((name) => [name, fixture(name)]),
          ["../x.csv", fixture(names[0] ?? "")],
        ]),
      ),
    );
    const audience = await kurabito(["import", at("audience.zip"), "--vault", vault, "--json"]);
    expect(audience.code).toBe(1);
    expect(
      (JSON.parse(audience.out) as Imported).files.map(({ stored, error }) => stored ?? error?.code),
    ).toEqual([2, 1, 1, "archive-path-refused"]);

    const before = await json<{ customers: number }>(["vault", "info", "--vault", vault]);
    writeFileSync(at("orders.csv"), fixture("base-orders.csv"));
    const profile = await json<TableProfile>(["import", "profile", at("orders.csv"), "--vault", vault]);
    expect(profile).toMatchObject({
      rows: 3,
      unreadable: 0,
      sums: { orders: 2, agreeing: 1 },
      preset: "base-orders",
    });
    expect(await json(["vault", "info", "--vault", vault])).toMatchObject({ customers: before.customers });

    const { mappings } = await json<{ mappings: readonly { id: string; name: string }[] }>([
      "import",
      "mappings",
      "--vault",
      vault,
    ]);
    expect(mappings.map(({ name }) => name)).toEqual(["club list"]);
    // The next file with the same headings is read by it, and the command says so.
    writeFileSync(at("members.csv"), "wer,post\n3,c@example.com\n");
    const again = await kurabito([
      "import",
      at("members.csv"),
      "--vault",
      vault,
      "--dry-run",
      "--lang",
      "en",
    ]);
    expect(again.out).toContain('Read with the meanings you remembered as "club list".');
    const dry = await json<Imported>(["import", at("members.csv"), "--vault", vault, "--dry-run"]);
    expect(dry.files).toMatchObject([{ read: 1, mapping: "club list", notes: [] }]);
    const { sources } = await json<{ sources: readonly { name: string; party: string }[] }>([
      "import",
      "sources",
      "--vault",
      vault,
    ]);
    expect(sources.find(({ name }) => name === "club")).toMatchObject({ party: "first" });
    await json(["import", "source", "club", "--party", "second", "--vault", vault]);
    const labelled = await kurabito(["import", "sources", "--vault", vault, "--lang", "en"]);
    expect(labelled.out).toMatch(/club\s+second-party/);
    expect((await kurabito(["import", "source", "nowhere", "--party", "third", "--vault", vault])).code).toBe(
      2,
    );
    await json(["import", "forget", mappings[0]?.id ?? "", "--vault", vault]);
    expect(await json(["import", "mappings", "--vault", vault])).toEqual({ mappings: [] });
  });

  test("a format that no real file has confirmed, and what a format lacks, are said", async () => {
    const vault = at("notes.kura");
    await json(["vault", "create", "--vault", vault, "--name", "notes"]);
    writeFileSync(at("activity.csv"), fixture("mailchimp-activity.csv"));
    const { code, out } = await kurabito(["import", at("activity.csv"), "--vault", vault, "--lang", "en"]);
    expect(code).toBe(0);
    expect(out).toContain("were not confirmed with a real file");
    expect(out).toContain("says nothing of consent");
  });
});
