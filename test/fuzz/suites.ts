import { describe, expect, test } from "vitest";
import { blindSpots, fuzzCanaryErrors } from "./canary-errors.ts";
import { fuzzFrames, fuzzHost, fuzzWorker } from "./messages.ts";
import { fuzzContent, fuzzDoor } from "./opener.ts";
import { fuzzJournal, fuzzManifest } from "./readers.ts";

const hour = 3_600_000;

/** Vault files that anybody could have changed, at the door. */
export function fuzzOpener(cases: number): void {
  test(`a changed vault is refused with a typed fault, ${cases} times`, { timeout: hour }, async () => {
    const { answers } = await fuzzDoor(cases);
    expect(answers["ok"]).toBeUndefined();
    expect(answers["internal"]).toBeUndefined();
    expect(answers["wrong-passphrase-or-damaged"]).toBeGreaterThan(cases / 10);
  });
}

/** Databases that came through the door and are damaged within. */
export function fuzzContents(cases: number): void {
  test(
    `a damaged database is refused or read, and nothing is thrown but SQLite's own errors, ${cases} times`,
    { timeout: hour },
    () => fuzzContent(cases),
  );
}

/** The small files beside a vault. */
export function fuzzSmallFiles(cases: number): void {
  describe(`journals and manifests, ${cases} times each`, () => {
    test("a changed journal is refused or read within its bounds", { timeout: hour }, () =>
      fuzzJournal(cases),
    );
    test("a changed manifest never holds", { timeout: hour }, async () => {
      const { answers } = await fuzzManifest(cases);
      expect(answers["refused"]).toBeGreaterThan(cases * 0.95);
    });
  });
}

/** Failures with secrets in them, wherever errors come from. */
export function fuzzErrors(cases: number): void {
  test(`${cases} errors made with canaries say none of them`, { timeout: hour }, async () => {
    expect(blindSpots()).toEqual([]);
    const { answers } = await fuzzCanaryErrors(cases);
    for (const place of ["host fault", "port fault", "service fault", "door fault", "database SqliteError"])
      expect(answers[place], place).toBeGreaterThan(cases / 20);
  });
}

/** Messages that a script in the window could send, each by its receiver. */
export function fuzzMessages(cases: number): void {
  describe(`messages, ${cases} times each`, () => {
    test("a framed call is decoded exactly or refused", { timeout: hour }, () => fuzzFrames(cases));
    test("the host answers anything with an outcome", { timeout: hour }, async () => {
      const { answers } = await fuzzHost(cases);
      expect(answers["internal"]).toBeUndefined();
      expect(answers["bad-arguments"]).toBeGreaterThan(cases / 2);
    });
    test(
      "the worker's port lets nothing through but calls that fit the contract",
      { timeout: hour },
      async () => {
        const { answers } = await fuzzWorker(cases);
        expect(answers["internal"]).toBeUndefined();
        expect(answers["attack ok"]).toBeUndefined();
        expect(answers["attack bad-arguments"]).toBeGreaterThan(cases / 10);
      },
    );
  });
}
