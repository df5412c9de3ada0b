import { expect, test } from "vitest";
import { bareDatabase } from "../../../test/support/bare-database.ts";
import { policyHistory } from "./0019-policy-history.ts";

test("a vault from before is told to have had its packs since they were applied", async () => {
  const db = await bareDatabase();
  for (const table of ["policy_history", "policy_texts"]) db.run(`DROP TABLE ${table}`);
  for (const [id, at] of [
    ["appi", "2026-05-03T00:00:00.000Z"],
    ["gdpr", "2026-06-01T00:00:00.000Z"],
    ["tokusho", "2026-05-03T00:00:00.000Z"],
  ])
    db.run("INSERT INTO policy_packs (id, version, pack, applied_at) VALUES (?, '1', ?, ?)", [
      id ?? "",
      `text of ${id ?? ""}`,
      at ?? "",
    ]);
  db.run(policyHistory);
  const texts = new Map(
    db
      .rows<{ id: number; pack: string }>("SELECT id, pack FROM policy_texts")
      .map(({ id, pack }) => [id, pack]),
  );
  const history = db.rows<{ at: string; packs: string }>("SELECT at, packs FROM policy_history ORDER BY seq");
  expect(
    history.map(({ at, packs }) => [
      at.slice(0, 10),
      packs
        .split(" ")
        .map((id) => texts.get(Number(id)))
        .sort(),
    ]),
  ).toEqual([
    ["2026-05-03", ["text of appi", "text of tokusho"]],
    ["2026-06-01", ["text of appi", "text of gdpr", "text of tokusho"]],
  ]);
});
