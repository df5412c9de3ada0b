import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backupStates } from "../terms/backup.ts";
import { backupsToDrop, KEPT_DAYS, KEPT_RECENT, localDay, type JudgedBackup } from "./backup-policy.ts";

const dayOf = (at: string): string => at.slice(0, 10);
const start = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

const backups = fc
  .array(fc.record({ hour: fc.integer({ min: 0, max: 24 * 20 }), state: fc.constantFrom(...backupStates) }), {
    maxLength: 40,
  })
  .map((list) =>
    list.map(({ hour, state }, i): JudgedBackup => ({
      id: `b${String(i)}`,
      at: new Date(start + hour * HOUR).toISOString(),
      state,
    })),
  );

function after(list: readonly JudgedBackup[]): readonly JudgedBackup[] {
  const dropped = new Set(backupsToDrop(list, dayOf));
  return list.filter(({ id }) => !dropped.has(id));
}

const sound = (list: readonly JudgedBackup[]): readonly JudgedBackup[] =>
  list.filter(({ state }) => state === "sound");
const newest = (list: readonly JudgedBackup[]): readonly string[] =>
  list.map(({ at }) => at).sort((a, b) => (a < b ? 1 : -1));

describe("which backups stay", () => {
  test("a week and a half of one backup a day: three recent, seven days", () => {
    const list = Array.from({ length: 11 }, (_, day): JudgedBackup => ({
      id: `d${String(day)}`,
      at: new Date(start + day * 24 * HOUR).toISOString(),
      state: "sound",
    }));
    expect(backupsToDrop(list, dayOf)).toEqual(["d3", "d2", "d1", "d0"]);
  });

  test("a busy day keeps its first and the three last", () => {
    const list = Array.from({ length: 6 }, (_, hour): JudgedBackup => ({
      id: `h${String(hour)}`,
      at: new Date(start + hour * HOUR).toISOString(),
      state: "sound",
    }));
    expect(backupsToDrop(list, dayOf)).toEqual(["h2", "h1"]);
  });

  test("the only good one stays, however many damaged ones follow", () => {
    const list: JudgedBackup[] = [{ id: "good", at: "2026-01-01T00:00:00.000Z", state: "sound" }];
    for (let day = 2; day < 30; day++)
      list.push({
        id: `bad${String(day)}`,
        at: `2026-01-${String(day).padStart(2, "0")}T00:00:00.000Z`,
        state: "damaged",
      });
    expect(backupsToDrop(list, dayOf)).toEqual([]);
  });

  test("the newest sound ones stay, and as many as there may be", () => {
    fc.assert(
      fc.property(backups, (list) => {
        const left = sound(after(list));
        expect(newest(left).slice(0, KEPT_RECENT)).toEqual(newest(sound(list)).slice(0, KEPT_RECENT));
        expect(left.length).toBeLessThanOrEqual(KEPT_RECENT + KEPT_DAYS);
      }),
    );
  });

  test("each of the seven newest days keeps its first", () => {
    fc.assert(
      fc.property(backups, (list) => {
        const left = new Set(sound(after(list)).map(({ at }) => at));
        const days = [...new Set(sound(list).map(({ at }) => dayOf(at)))].sort().slice(-KEPT_DAYS);
        for (const day of days) {
          const first = newest(sound(list).filter(({ at }) => dayOf(at) === day)).at(-1) ?? "";
          expect(left.has(first)).toBe(true);
        }
      }),
    );
  });

  test("nothing goes unread, and what is not sound only once three sound ones are newer", () => {
    fc.assert(
      fc.property(backups, (list) => {
        const dropped = new Set(backupsToDrop(list, dayOf));
        for (const one of list) {
          if (!dropped.has(one.id)) continue;
          expect(one.state).not.toBe("unchecked");
          const newer = sound(list).filter(
            ({ at }) => at > one.at || (one.state === "sound" && at === one.at),
          );
          expect(newer.length).toBeGreaterThanOrEqual(KEPT_RECENT);
        }
      }),
    );
  });

  test("choosing again among those that stayed drops nothing", () => {
    fc.assert(
      fc.property(backups, (list) => {
        expect(backupsToDrop(after(list), dayOf)).toEqual([]);
      }),
    );
  });

  test("over a life of days and bad copies, there is always the newest sound one to go back to", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ gap: fc.integer({ min: 0, max: 60 }), state: fc.constantFrom(...backupStates) }),
          {
            maxLength: 60,
          },
        ),
        (life) => {
          let held: readonly JudgedBackup[] = [];
          let lastSound: string | undefined;
          let hour = 0;
          life.forEach(({ gap, state }, i) => {
            hour += gap;
            const one = { id: String(i), at: new Date(start + hour * HOUR).toISOString(), state };
            if (state === "sound") lastSound = one.at;
            held = after([...held, one]);
            if (lastSound !== undefined) expect(newest(sound(held))[0]).toBe(lastSound);
          });
        },
      ),
    );
  });
});

test("a day is the user's calendar day", () => {
  expect(localDay(new Date(2026, 10, 2, 23, 59))).toBe("2026-11-02");
  expect(localDay(new Date(2026, 10, 3, 0, 0))).toBe("2026-11-03");
});
