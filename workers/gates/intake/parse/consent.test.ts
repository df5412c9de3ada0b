import { describe, expect, test } from "vitest";
import { testWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import { intakeMethods } from "../index.ts";
import { parseConsent, parseRefusal } from "./consent.ts";

describe("statuses of the tools", () => {
  test.each([
    ["yes", "granted"],
    ["Subscribed", "granted"],
    ["SUBSCRIBED", "granted"],
    ["同意する", "granted"],
    ["no", "denied"],
    ["Unsubscribed", "denied"],
    ["UNSUBSCRIBED", "denied"],
    ["cleaned", "denied"],
    ["Bounced", "denied"],
    ["hard bounce", "denied"],
    ["suppressed", "denied"],
    ["受信拒否", "denied"],
    ["", "unknown"],
    ["Unknown", "unknown"],
    ["NEVER_SUBSCRIBED", "unknown"],
    ["non-subscribed", "unknown"],
    ["pending", "unknown"],
    ["maybe later", undefined],
  ])("%s is %s", (word, state) => {
    expect(parseConsent(word)).toBe(state);
  });

  test.each([
    ["TRUE", "denied"],
    ["1", "denied"],
    ["はい", "denied"],
    ["2026-02-01 12:00:00", "denied"],
    ["Unsubscribed", "denied"],
    ["配信停止", "denied"],
    ['[{"reason":"hard_bounce"}]', "denied"],
    ["FALSE", "unknown"],
    ["0", "unknown"],
    ["", "unknown"],
    ["いいえ", "unknown"],
    ["hmm", undefined],
  ])("a refusal of %s is %s, never a yes", (word, state) => {
    expect(parseRefusal(word)).toBe(state);
  });
});

describe("the most restrictive word counts", () => {
  const last = async (csv: string): Promise<Record<string, string>> => {
    const workspace = await testWorkspace(() => new Date("2026-11-21T03:00:00Z"));
    const file = new Blob([csv]);
    const preview = value(await intakeMethods.previewFile(workspace, { file, name: "list.csv" }));
    value(await intakeMethods.importFile(workspace, { file, name: "list.csv", plan: preview.plan }));
    const rows = workspace.vault.db.rows<{ value: string; states: string }>(
      "SELECT value, group_concat(state) AS states FROM consents JOIN identifiers USING (customer_id) WHERE kind = 'email' GROUP BY value",
    );
    return Object.fromEntries(rows.map((row) => [row.value, row.states]));
  };

  test("within a row, between its columns; within a file, between its rows; whatever their order", async () => {
    expect(
      await last(
        [
          "email,newsletter consent,email opt out",
          "row@example.com,yes,1",
          "fine@example.com,yes,0",
          "silent@example.com,,",
          "first@example.com,no,",
          "first@example.com,yes,",
          "then@example.com,yes,",
          "then@example.com,unsubscribed,",
        ].join("\n"),
      ),
    ).toEqual({
      "row@example.com": "denied",
      "fine@example.com": "granted",
      "first@example.com": "denied",
      "then@example.com": "granted,denied",
    });
  });
});
