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
    await json(["import", "forget", mappings[0]?.id ?? "", "--vault", vault]);
    expect(await json(["import", "mappings", "--vault", vault])).toEqual({ mappings: [] });
  });
});
