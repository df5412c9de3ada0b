import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import type { FieldTarget } from "../../terms/field.ts";
import type { ImportPlan } from "../../terms/intake.ts";
import { consentChannels, type ConsentChannel } from "../../terms/consent.ts";
import type { ConsentState } from "../../terms/purpose.ts";
import { stateTowards } from "../use/consent-semantics.ts";
import { personStatements } from "../use/person-statements.ts";
import { intakeMethods } from "./index.ts";
import { restrictConsents } from "./identity/merged-consents.ts";
import { previewTable } from "./profile/preview.ts";
import { EVERY, StandingLedger } from "./store/consent-standing.ts";

const NOW = new Date("2026-11-21T03:00:00Z");

let workspace: TestWorkspace;

async function planOf(text: string): Promise<ImportPlan> {
  return value(await intakeMethods.previewFile(workspace, { file: new Blob([text]), name: "list.csv" })).plan;
}

async function bringIn(text: string, wishes: Partial<ImportPlan> = {}): Promise<void> {
  const file = new Blob([text]);
  const plan = { ...(await planOf(text)), ...wishes };
  value(await intakeMethods.importFile(workspace, { file, name: "list.csv", plan }));
}

const ledger = (): readonly string[] =>
  workspace.vault.db
    .rows<Record<"purpose" | "recipient" | "channel" | "state", string | null>>(
      "SELECT purpose, recipient, channel, state FROM consents ORDER BY id",
    )
    .map(({ purpose, recipient, channel, state }) =>
      [purpose, recipient, channel ?? "every", state].join(" "),
    );

describe("headings of consent and refusal", () => {
  test.each<readonly [string, FieldTarget]>([
    ["LINE配信", "consent_line"],
    ["LINE配信可否", "consent_line"],
    ["LINEブロック", "refusal_line"],
    ["LINE opt-out", "refusal_line"],
    ["SMS opt-in", "consent_sms"],
    ["Accepts SMS Marketing", "consent_sms"],
    ["SMS配信停止", "refusal_sms"],
    ["DM可否", "consent_postal"],
    ["DM不可", "refusal_postal"],
    ["Do not mail", "refusal_postal"],
    ["電話連絡可否", "consent_phone"],
    ["Do Not Call", "refusal_phone"],
    ["広告への利用", "consent_ads"],
    ["広告利用の可否", "consent_ads"],
    ["Ad consent", "consent_ads"],
    ["広告利用停止", "refusal_ads"],
    ["Do Not Sell or Share", "refusal_ads"],
    ["メール配信停止", "refusal_email"],
    ["SMS Marketing Consent Timestamp", "ignore"],
    ["Lineitem consent", "ignore"],
    ["電話番号", "phone"],
  ])("%s means %s", async (heading, target) => {
    const preview = await previewTable(new Blob([`email,${heading}\na@example.jp,\n`]), "list.csv", {});
    expect(value(preview).plan.columns[1]).toBe(target);
  });
});

describe("what people said of each way of reaching them", () => {
  beforeEach(async () => {
    workspace = await testWorkspace(() => NOW);
  });

  test("goes to the ledger with its channel; a yes is of one way, a refusal that names none of every way", async () => {
    await bringIn(
      "メールアドレス,メール配信同意,LINE配信,SMS配信,電話連絡,DM可否,広告への利用,同意日時\n" +
        "a@example.jp,はい,はい,はい,可,可,同意する,2026-01-01\nb@example.jp,いいえ,ブロック,不要,NG,不可,利用しない,2026-01-01\n",
    );
    expect(ledger()).toEqual([
      "email_marketing self email granted",
      "postal_marketing self every granted",
      "email_marketing self sms granted",
      "email_marketing self phone granted",
      "email_marketing self line granted",
      "ads_matching google_ads every granted",
      "email_marketing self email denied",
      "postal_marketing self every denied",
      "email_marketing self sms denied",
      "email_marketing self phone denied",
      "email_marketing self line denied",
      "ads_matching ly_corporation line denied",
      "ads_matching google_ads every denied",
    ]);
  });

  test("a refusal column never says yes, and refuses advertising to every company", async () => {
    await bringIn(
      "email,Do not call,SMS opt out,LINE opt out,Do not sell\na@example.jp,0,0,0,0\nb@example.jp,1,1,1,1\n",
    );
    expect(ledger()).toEqual([
      "email_marketing self sms denied",
      "email_marketing self phone denied",
      "email_marketing self line denied",
      "ads_matching ly_corporation line denied",
      "ads_matching self every denied",
    ]);
    await bringIn("email,opted out,SMS opt-in\na@example.jp,1,yes\n");
    expect(ledger().slice(5)).toEqual(["email_marketing self every denied"]);
  });

  test("a log of consents and a block on LINE are of their channel", async () => {
    await bringIn(
      "email,purpose,consent state,date\na@example.jp,SMS,yes,2026-01-01\na@example.jp,電話,no,2026-01-02\na@example.jp,marketing,no,2026-01-03\n",
    );
    await bringIn("email,medium,event,time\na@example.jp,LINE,ブロック,2026-02-01 10:00\n");
    expect(ledger()).toEqual([
      "email_marketing self sms granted",
      "email_marketing self phone denied",
      "postal_marketing self every denied",
      "ads_matching google_ads every denied",
      "profiling self every denied",
      "email_marketing self every denied",
      // Messages there are refused already, with all others.
      "ads_matching ly_corporation line denied",
    ]);
  });

  test("of two people joined the stricter counts through every way, however broadly the other spoke", async () => {
    const { db } = workspace.vault;
    await bringIn("email,SMS配信停止,同意日時\na@example.jp,1,2026-01-01\n");
    db.run("INSERT INTO merge_members (id, customer_id, at, person, aside) VALUES (99, 1, '', '{}', '{}')");
    db.run(
      `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source)
         VALUES (1, 'email_marketing', 'self', 'granted', '2026-02-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', 'x')`,
    );
    db.run("INSERT INTO merge_rows (member_id, table_name, row_id) VALUES (99, 'consents', ?)", [
      db.lastId(),
    ]);
    restrictConsents(db, 1, NOW);
    expect(["sms", "email"].map((channel) => stateOf(channel as ConsentChannel))).toEqual([
      "denied",
      "granted",
    ]);
  });
});

function stateOf(channel: ConsentChannel, person = 1): ConsentState {
  const now = NOW.getTime() + 1000;
  return stateTowards(personStatements(workspace.vault.db, person), "self", {
    purpose: "email_marketing",
    channel,
    held: now,
    known: now,
  });
}

const channels: readonly ConsentChannel[] = ["email", "sms", "phone", "line"];
const columns = [
  ["consent_email", "email"],
  ["consent_sms", "sms"],
  ["consent_phone", "phone"],
  ["consent_line", "line"],
  ["refusal_email", undefined],
  ["refusal_sms", "sms"],
  ["refusal_phone", "phone"],
  ["refusal_line", "line"],
] as const;

/** A column, what stands in it, and a month of 2026 or no time at all. */
const said = fc.tuple(
  fc.constantFrom(...columns),
  fc.constantFrom("yes", "no", ""),
  fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
);

describe("an import never loosens, whatever way it speaks of", () => {
  let people = 0;

  beforeAll(async () => {
    workspace = await testWorkspace(() => NOW);
  });

  test("a no through a channel goes only by a later yes to that channel", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 6 }), async (words) => {
        const person = `p${String(++people)}@example.jp`;
        await bringIn(`email\n${person}\n`);
        for (const [[target, spoken], word, month] of words) {
          const time = month === undefined ? "" : `2026-0${String(month)}-01T00:00:00Z`;
          const before = new Map(channels.map((channel) => [channel, stateOf(channel, people)]));
          const noSince = latestNo();
          await bringIn(`email,x,time\n${person},${word},${time}\n`, {
            columns: ["email", target, "consent_time"],
          });
          for (const channel of channels) {
            const [was, is] = [before.get(channel), stateOf(channel, people)];
            if (is === "granted" && was !== "granted") {
              expect([target.startsWith("consent"), word, spoken]).toEqual([true, "yes", channel]);
              if (was === "denied") expect(time > (noSince.get(channel) ?? "")).toBe(true);
            }
            const refuses = target.startsWith("refusal") ? word === "yes" : word === "no";
            if (refuses && time === "" && (spoken ?? channel) === channel) expect(is).toBe("denied");
            if (spoken !== undefined && spoken !== channel) expect(is).toBe(was);
          }
        }
      }),
      { numRuns: 25, seed: 20261122 },
    );
  });

  function latestNo(): ReadonlyMap<ConsentChannel, string> {
    const statements = personStatements(workspace.vault.db, people).filter(({ state }) => state === "denied");
    return new Map(
      channels.map((channel) => {
        const own = statements.filter((one) => one.channel === undefined || one.channel === channel);
        const latest = Math.max(0, ...own.map(({ heldFrom }) => heldFrom));
        return [channel, new Date(latest).toISOString()];
      }),
    );
  }

  test("over statements about every way and about one: no order of them loosens", () => {
    const statement = fc.record({
      channel: fc.constantFrom<string>(EVERY, ...consentChannels),
      state: fc.constantFrom<ConsentState>("granted", "denied", "unknown"),
      day: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 12 }), (statements) => {
        const ledger = new StandingLedger();
        const stored: { channel: string; state: ConsentState; heldFrom: string }[] = [];
        const state = (channel: string): ConsentState =>
          stored
            .filter((one) => one.channel === EVERY || one.channel === channel)
            .reduce<{ state: ConsentState; heldFrom: string }>(
              (best, one) =>
                one.heldFrom > best.heldFrom || (one.heldFrom === best.heldFrom && one.state === "denied")
                  ? one
                  : best,
              { state: "unknown", heldFrom: "" },
            ).state;
        statements.forEach(({ channel, state: word, day }, index) => {
          const now = `2027-01-${String(index + 10)}`;
          const one = { state: word, ...(day === undefined ? {} : { heldFrom: `2026-01-0${String(day)}` }) };
          const heldFrom = ledger.momentOf("x", channel, one, now);
          const before = new Map(consentChannels.map((each) => [each, state(each)]));
          for (const place of ledger.placesFor("x", channel, one, heldFrom)) {
            ledger.set("x", place, { state: word, heldFrom, dated: day !== undefined && heldFrom !== now });
            stored.push({ channel: place, state: word, heldFrom });
          }
          for (const each of consentChannels) {
            const concerned = channel === EVERY || channel === each;
            if (!concerned || word !== "granted" || day === undefined) {
              if (before.get(each) === "denied") expect(state(each)).toBe("denied");
              if (!concerned) expect(state(each)).toBe(before.get(each));
            }
            if (concerned && word === "denied" && day === undefined) expect(state(each)).toBe("denied");
          }
        });
      }),
      { numRuns: 2000, seed: 4 },
    );
  });
});
