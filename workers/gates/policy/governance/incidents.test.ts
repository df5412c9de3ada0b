import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers } from "../../../../test/support/customers.ts";
import { testWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import { fault } from "../../../base/fault.ts";
import type { Incident, IncidentDuty, IncidentStep } from "../../../terms/incident.ts";
import type { Workspace } from "../../../workspace.ts";
import { enact } from "../enact.ts";
import { programPacks } from "../packs/index.ts";
import { incidentDuties } from "./incident-duties.ts";
import { governanceMethods as shares } from "./methods.ts";

const clock = { now: new Date("2026-11-20T03:00:00.000Z") };

const noticed = "2026-11-19T16:00:00Z";
const lost: Incident = { kind: "lost", noticedAt: noticed, scope: { of: "all" } };
const all = ["appi", "gdpr", "uk_gdpr", "ccpa"];
const none: ReadonlyMap<string, string> = new Map();

function dutyOf(
  step: IncidentStep,
  incident: Incident,
  struck: { readonly people: number; readonly special: number },
  packs = all,
): IncidentDuty | undefined {
  return incidentDuties({ incident, ...struck }, packs, none, clock.now).find((one) => one.step === step);
}

describe("duties under the APPI", () => {
  test.each([
    ["a special category of one person", lost, { people: 1, special: 1 }, "yes", ["special"]],
    ["money may be lost", { ...lost, financial: true }, { people: 1, special: 0 }, "yes", ["property"]],
    ["a theft", { ...lost, kind: "stolen" }, { people: 1, special: 0 }, "yes", ["malicious"]],
    ["1,001 people", lost, { people: 1001, special: 0 }, "yes", ["over-thousand"]],
    ["1,000 people", lost, { people: 1000, special: 0 }, "no", ["below-thresholds"]],
    ["nobody can read it", { ...lost, kind: "stolen", unreadable: true }, { people: 5000, special: 3 }, "no", ["unreadable"]], // prettier-ignore
    ["nobody is in it", lost, { people: 0, special: 0 }, "check", ["nobody"]],
  ] as const)("%s", (_, incident, struck, required, reasons) => {
    expect(dutyOf("appi.prompt", incident, struck)).toMatchObject({ required, reasons });
  });

  test("five days for the prompt report, 30 for the final one, 60 after a wrongful act; the day in Japan is the first", () => {
    // 16:00 UTC is the next day in Japan.
    const many = { people: 2000, special: 0 };
    expect(dutyOf("appi.prompt", lost, many)?.dueAt).toBe("2026-11-24");
    expect(dutyOf("appi.final", lost, many)?.dueAt).toBe("2026-12-19");
    expect(dutyOf("appi.final", { ...lost, malicious: true }, many)?.dueAt).toBe("2027-01-18");
    expect(dutyOf("appi.people", lost, many)?.dueAt).toBeUndefined();
  });
});

describe("duties under the GDPR", () => {
  test("72 hours to the minute; who is told where the risk is high", () => {
    const struck = { people: 3, special: 0 };
    expect(dutyOf("gdpr.authority", lost, struck)).toMatchObject({
      required: "yes",
      dueAt: "2026-11-22T16:00:00.000Z",
    });
    expect(dutyOf("gdpr.people", lost, struck)?.required).toBe("check");
    expect(dutyOf("gdpr.people", { ...lost, kind: "malware" }, struck)?.required).toBe("yes");
    expect(dutyOf("gdpr.people", { ...lost, unreadable: true }, struck)?.required).toBe("no");
    expect(dutyOf("gdpr.authority", { ...lost, unreadable: true }, struck)?.required).toBe("check");
  });

  test("only the packs in force ask; where none does, all of them are to be checked", () => {
    const struck = { people: 3, special: 1 };
    const steps = (packs: readonly string[]) =>
      incidentDuties({ incident: lost, ...struck }, packs, none, clock.now).map(({ step }) => step);
    expect(steps(["appi", "can_spam"])).toEqual(["appi.prompt", "appi.final", "appi.people"]);
    expect(steps([])).toHaveLength(8);
    expect(dutyOf("appi.prompt", lost, struck, [])?.required).toBe("check");
  });

  test("a duty is overdue once its moment, or its day in Japan, is over, unless it was done", () => {
    const at = (now: string, done: ReadonlyMap<string, string> = none) =>
      incidentDuties(
        { incident: lost, people: 2000, special: 0 },
        ["appi", "gdpr"],
        done,
        new Date(now),
      ).filter(({ overdue }) => overdue);
    expect(at("2026-11-22T15:59:00Z")).toEqual([]);
    expect(at("2026-11-22T16:01:00Z").map(({ step }) => step)).toEqual(["gdpr.authority"]);
    expect(at("2026-11-24T14:59:00Z").map(({ step }) => step)).toEqual(["gdpr.authority"]);
    expect(at("2026-11-24T15:01:00Z").map(({ step }) => step)).toEqual(["appi.prompt", "gdpr.authority"]);
    const done = new Map([["gdpr.authority", "2026-11-20T00:00:00Z"]]);
    expect(at("2026-11-22T16:01:00Z", done)).toEqual([]);
  });
});

let workspace: Workspace;
beforeAll(async () => {
  workspace = await testWorkspace(() => clock.now);
  const { vault } = workspace;
  value(
    await vault.change(["people", "consent"], () => {
      const { db } = vault;
      for (const [id, source] of [
        [1, "shop"],
        [2, "till"],
      ] as const)
        db.run(
          `INSERT INTO imports (id, name, source, sha256, bytes, plan, at, read, stored, quarantined, repeated)
           VALUES (?, 'f', ?, '00', 1, '{}', '2026-01-02T00:00:00.000Z', 1, 1, 0, 0)`,
          [id, source],
        );
      insertCustomers(
        db,
        Array.from({ length: 6 }, (_, index) => ({
          name: `客 ${String(index)}`,
          ...(index < 4 ? { email: `c${String(index)}@example.jp` } : {}),
          orders: Array.from({ length: index }, (__, order) => ({ day: 20_000 + order, amount: 100 })),
        })),
      );
      // The sixth person is known from the till alone, and so is one order of the fifth.
      db.run("UPDATE customers SET source = 'till' WHERE id = 6");
      db.run("UPDATE orders SET source = 'till' WHERE customer_id = 6");
      db.run(
        "UPDATE orders SET source = 'till' WHERE id = (SELECT max(id) FROM orders WHERE customer_id = 5)",
      );
      db.run(
        `INSERT INTO fields (id, import_id, heading, target, class, purposes, stored, fate, basis)
         VALUES (1, 1, '持病', 'ignore', 'special_category', 'service', 1, 'keep', '{"purpose":"service","reason":"r"}')`,
      );
      db.run("INSERT INTO attributes (customer_id, field_id, value, import_id) VALUES (2, 1, 'x', 1)");
      db.run(
        "INSERT INTO segments (name, definition, created_at) VALUES ('s', ?, '2026-03-01T00:00:00.000Z')",
        [
          JSON.stringify({
            groups: [{ anyOf: [{ kind: "number", attribute: "orders", comparison: "atLeast", value: 4 }] }],
          }),
        ],
      );
      enact(
        db,
        programPacks.filter(({ id }) => id === "appi"),
        clock.now,
      );
    }),
  );
});

describe("people and data of an incident", () => {
  const counted = async (scope: Incident["scope"]) => {
    const { people, special, categories } = value(
      await shares.previewIncident(workspace, { ...lost, scope }),
    );
    return { people, special, of: Object.fromEntries(categories.map(({ id, people: n }) => [id, n])) };
  };

  test("everybody: each field with how many have it, the special category first", async () => {
    const { people, special, of } = await counted({ of: "all" });
    expect([people, special]).toEqual([6, 1]);
    expect(of).toMatchObject({
      "customers.full_name": 6,
      "identifiers.email": 4,
      "attributes.持病": 1,
      orders: 5,
    });
    expect(Object.keys(of)[0]).toBe("attributes.持病");
  });

  test("a source: only what it brought", async () => {
    const { people, special, of } = await counted({ of: "source", source: "till" });
    expect([people, special]).toEqual([2, 0]);
    expect(of).toEqual({ "customers.full_name": 1, orders: 2 });
  });

  test("a segment: who is in it now", async () => {
    const { people, of } = await counted({ of: "segment", segmentId: 1 });
    expect(people).toBe(2);
    expect(of).toMatchObject({ "customers.full_name": 2, orders: 2 });
  });

  test("what is not there is refused, as is a time to come and a note that names somebody", async () => {
    const ask = (incident: Partial<Incident>) => shares.previewIncident(workspace, { ...lost, ...incident });
    expect(await ask({ scope: { of: "source", source: "x" } })).toEqual(fault("source-unknown"));
    expect(await ask({ scope: { of: "release", releaseId: 9 } })).toEqual(fault("release-unknown"));
    expect(await ask({ scope: { of: "segment", segmentId: 9 } })).toMatchObject({
      error: { code: "segment-unknown" },
    });
    expect(await ask({ noticedAt: "2027-01-01T00:00:00Z" })).toEqual(fault("moment-in-future"));
    expect(await ask({ note: "taro@example.jp の件" })).toEqual(fault("incident-note-personal"));
  });
});

describe("an incident's life", () => {
  test("is put down, reported, told and closed, each a line of the record; its counts stay as they were", async () => {
    const saved = value(await shares.saveIncident(workspace, { incident: { ...lost, kind: "stolen" } }));
    expect(saved).toMatchObject({ state: "open", people: 6, special: 1, malicious: true });
    const mark = (step: IncidentStep | "closed") =>
      shares.markIncident(workspace, { incidentId: saved.id, step });
    expect(value(await mark("appi.prompt"))).toMatchObject({ state: "reported" });
    const told = value(await mark("appi.people"));
    expect(told.state).toBe("told");
    expect(told.duties.find(({ step }) => step === "appi.prompt")?.doneAt).toBe(clock.now.toISOString());
    value(
      await workspace.vault.change(["people"], () =>
        workspace.vault.db.run("DELETE FROM customers WHERE id = 1"),
      ),
    );
    expect(value(await mark("closed"))).toMatchObject({ state: "closed", people: 6 });
    expect(await mark("appi.final")).toEqual(fault("incident-closed"));
    expect(await shares.saveIncident(workspace, { id: saved.id, incident: lost })).toEqual(
      fault("incident-closed"),
    );
    const open = value(await shares.saveIncident(workspace, { incident: lost }));
    expect(value(await shares.listIncidents(workspace, {})).map(({ id }) => id)).toEqual([open.id, saved.id]);
    const changed = value(
      await shares.saveIncident(workspace, { id: open.id, incident: { ...lost, note: "倉庫で" } }),
    );
    expect(changed).toMatchObject({ id: open.id, people: 5, incident: { note: "倉庫で" } });
    const lines = workspace.vault.db
      .rows<{ action: string }>("SELECT action FROM record WHERE action LIKE 'incident-%' ORDER BY seq")
      .map(({ action }) => action);
    expect(lines).toEqual([
      "incident-noted",
      "incident-step",
      "incident-step",
      "incident-closed",
      "incident-noted",
      "incident-changed",
    ]);
    expect(await shares.markIncident(workspace, { incidentId: 99, step: "closed" })).toEqual(
      fault("incident-unknown"),
    );
  });

  test("its papers say what the vault knows, in both languages, and leave blanks for the rest", async () => {
    const { id } = value(await shares.saveIncident(workspace, { incident: { ...lost, kind: "stolen" } }));
    for (const [language, theft] of [
      ["ja", "盗難"],
      ["en", "Stolen"],
    ] as const) {
      const [report, letter] = value(await shares.incidentDocuments(workspace, { incidentId: id, language }));
      expect(report?.kind).toBe("incident_report");
      expect(JSON.stringify(report)).toContain(theft);
      expect(JSON.stringify(report)).toContain("2026-11-24");
      expect(report?.sections.flatMap(({ blanks = [] }) => blanks)).toHaveLength(6);
      expect(letter?.kind).toBe("incident_letter");
      expect(letter?.sections.flatMap(({ list = [] }) => list)).toContain("持病");
    }
  });
});
