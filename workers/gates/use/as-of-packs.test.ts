import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import {
  couldBeUsed,
  type ToldPacks,
  type ToldRule,
  type ToldStatement,
} from "../../../test/support/consent-reference.ts";
import { insertCustomers } from "../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import type { PolicyPack } from "../../terms/policy.ts";
import { consentStates, defaultBases, recipients } from "../../terms/purpose.ts";
import { enact } from "../policy/enact.ts";
import { policyMethods } from "../policy/methods.ts";
import { forgetLedger } from "./consent-ledger.ts";
import { useMethods } from "./index.ts";
import { setRestriction } from "./restrictions.ts";

const START = Date.UTC(2026, 4, 1);
const HALF_DAY = 43_200_000;
const TICKS = 12;
const NOW = new Date(START + (TICKS + 1) * HALF_DAY);
const PEOPLE = 12;
const at = (tick: number): number => START + tick * HALF_DAY;
const dayOf = (tick: number): string => new Date(at(tick)).toISOString().slice(0, 10);
const purposes = ["profiling", "email_marketing", "ads_matching"] as const;

let clock = NOW;
let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await testWorkspace(() => clock);
  value(
    await workspace.vault.change(["people"], () => {
      insertCustomers(
        workspace.vault.db,
        Array.from({ length: PEOPLE }, (_, person) => ({ id: person + 1, name: `客${String(person)}` })),
      );
    }),
  );
});

const tick = fc.integer({ min: 0, max: TICKS });
const statement: fc.Arbitrary<ToldStatement> = fc.record({
  purpose: fc.constantFrom(...purposes),
  recipient: fc.oneof(fc.constant("self"), fc.constantFrom(...recipients)),
  channel: fc.constant(""),
  country: fc.constantFrom("", "", "US", "SG", "JP"),
  state: fc.constantFrom("granted", ...consentStates),
  held: tick.map(at),
  known: tick.map(at),
  retracted: fc.constant(Number.POSITIVE_INFINITY),
});
const asks: fc.Arbitrary<ToldRule["asks"]> = fc.oneof(
  fc.record({
    kind: fc.constant("basis" as const),
    purposes: fc.subarray([...purposes], { minLength: 1 }),
    bases: fc.subarray(["consent", "contract", "legitimate_interest"], { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant("transfer" as const),
    adequate: fc.subarray(["JP", "US", "SG"]),
    processors: fc.constantFrom("exempt", "bound"),
  }),
);
const rule: fc.Arbitrary<ToldRule> = fc.record({
  from: tick.map(dayOf),
  to: fc.oneof(fc.constant(""), tick.map(dayOf)),
  asks,
});
const timeline: fc.Arbitrary<readonly ToldPacks[]> = fc
  .array(fc.record({ at: tick.map(at), rules: fc.array(rule, { maxLength: 3 }) }), { maxLength: 4 })
  .map((laid) => [...laid].sort((a, b) => a.at - b.at));

/** The rules of the reference as a pack of the vault. Its own cases are not asked here. */
function packOf(rules: readonly ToldRule[]): PolicyPack {
  const words = { ja: "試験", en: "test" };
  return {
    ...{ format: 1, id: "test_pack", version: "2026-05-01", law: words },
    rules: rules.map(({ from, to, asks: condition }, place) => ({
      ...{ id: `rule_${String(place)}`, article: words, from, says: words },
      ...(to === "" ? {} : { to }),
      asks: condition as PolicyPack["rules"][number]["asks"],
      passes: [{ kind: "field", purposes: ["service"] }],
      stops: [{ kind: "field", purposes: [] }],
    })),
  };
}

function store(histories: readonly (readonly ToldStatement[])[], packs: readonly ToldPacks[]): void {
  const { db } = workspace.vault;
  const iso = (moment: number): string => new Date(moment).toISOString();
  histories.forEach((history, person) => {
    for (const { purpose, recipient, country, state, held, known } of history)
      db.run(
        `INSERT INTO consents (customer_id, purpose, recipient, country, state, held_from, known_at, source)
         VALUES (?, ?, ?, nullif(?, ''), ?, ?, ?, 'test')`,
        [person + 1, purpose, recipient, country, state, iso(held), iso(known)],
      );
  });
  for (const laid of packs) enact(db, laid.rules.length === 0 ? [] : [packOf(laid.rules)], new Date(laid.at));
}

test("whom the gate would have let in on a past day, under the packs in force then, is what a reference written apart says", async () => {
  let answers = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(statement, { maxLength: 5 }), { minLength: PEOPLE, maxLength: PEOPLE }),
      timeline,
      tick,
      tick,
      async (histories, packs, heldTick, knownTick) => {
        const { db } = workspace.vault;
        db.run("SAVEPOINT trial");
        try {
          store(histories, packs);
          const [held, known] = [at(heldTick), at(knownTick)];
          const moments = { held: new Date(held).toISOString(), known: new Date(known).toISOString() };
          const asked = value(await useMethods.consentAsOf(workspace, moments));
          for (const line of asked.lines) {
            const { purpose, recipient } = line;
            const right = histories.map((history) =>
              couldBeUsed(
                history,
                packs,
                { purpose, channel: "", country: "", held, known },
                { recipient, basis: defaultBases[purpose] },
              ),
            );
            answers += right.length;
            const page = { ...moments, purpose, recipient, permitted: true, offset: 0, limit: PEOPLE };
            const people = value(await useMethods.consentAsOfPeople(workspace, page)).people;
            expect({
              ...{ purpose, recipient, stopped: line.stopped, permitted: line.permitted },
              people: people.map(({ customerId }) => customerId),
            }).toEqual({
              ...{ purpose, recipient },
              stopped: right.filter((one) => one === "stopped").length,
              permitted: right.filter((one) => one === "permitted").length,
              people: right.flatMap((one, person) => (one === "permitted" ? [person + 1] : [])),
            });
          }
        } finally {
          db.run("ROLLBACK TO trial");
          db.run("RELEASE trial");
          forgetLedger(db);
        }
      },
    ),
    { numRuns: 120 },
  );
  process.stdout.write(`as of, under packs: ${String(answers)} answers, 0 differences\n`);
});

test("who could be mailed is asked of the packs of that day, not of today's", async () => {
  const { vault } = workspace;
  const said = (id: number, basis: string) =>
    vault.db.run(
      `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source)
       VALUES (?, ?, 'meta', 'granted', '2026-05-01T00:00:00Z', '2026-05-01T00:00:00Z', 'test')`,
      [id, basis],
    );
  value(
    await vault.change(["consent"], () => {
      said(1, "ads_matching");
      said(2, "ads_matching");
    }),
  );
  clock = new Date("2026-05-03T00:00:00.000Z");
  value(await policyMethods.applyPolicy(workspace, { packs: ["appi"] }));
  clock = new Date("2026-05-05T00:00:00.000Z");
  value(await policyMethods.applyPolicy(workspace, { packs: [] }));
  value(await setRestriction(workspace, { customerId: 2, restricted: true, reason: "" }));
  clock = NOW;
  const ask = async (held: string, known?: string) => {
    const found = value(
      await useMethods.consentAsOf(workspace, {
        held,
        purpose: "ads_matching",
        recipient: "meta",
        ...(known === undefined ? {} : { known }),
      }),
    );
    const { permitted, stopped, frozen, rules } = found.lines[0]!;
    return {
      packs: found.packs.map(({ id }) => id),
      permitted,
      stopped,
      frozen,
      rules: rules.map(({ id }) => id),
    };
  };
  const free = { packs: [], permitted: 2, stopped: 0, frozen: 0, rules: [] };
  const bound = { packs: ["appi"], permitted: 0, stopped: 2, frozen: 0, rules: ["appi_abroad"] };
  expect(await ask("2026-05-02")).toEqual(free);
  expect(await ask("2026-05-03")).toEqual(bound);
  expect(await ask("2026-05-03", "2026-05-03")).toEqual(bound);
  expect(await ask("2026-05-06")).toEqual({ ...free, permitted: 1, frozen: 1 });
  // What was put in force after the moment of knowing was not known.
  expect(await ask("2026-05-06", "2026-05-04")).toEqual(bound);
  expect(() => vault.db.run("DELETE FROM policy_history")).toThrow("append-only");
  expect(() => vault.db.run("UPDATE policy_history SET at = ''")).toThrow("append-only");
  // A vault of an earlier version has the packs it had, since they were applied.
  const line = vault.db.rows<{ at: string; packs: string }>(
    "SELECT at, packs FROM policy_history ORDER BY seq",
  );
  expect(line.map(({ packs }) => packs.split(" ").filter(Boolean).length)).toEqual([1, 0]);
});
