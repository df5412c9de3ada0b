import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { verifyManifest, type ManifestCheck } from "../../../workers/gates/release/verify.ts";
import { command, done, refused } from "../core/command.ts";
import type { Words } from "../core/words.ts";

export const verify = command({
  name: "verify",
  summary: {
    ja: "書き出したファイルがマニフェストのとおりかを、金庫なしで確かめます。",
    en: "Checks released files against their manifest, without the vault.",
  },
  rest: { hint: "MANIFEST", least: 1, most: 1 },
  options: { signer: { kind: "text", hint: "FINGERPRINT" } },
  run: async ({ words, rest, given }) => {
    const path = rest[0] ?? "";
    const text = await readIfThere(path);
    if (text === undefined) return refused({ code: "file-unreadable", details: { name: basename(path) } });
    const report = await verifyManifest(
      text.toString("utf8"),
      (name) => readIfThere(join(dirname(path), basename(name))),
      given.signer,
    );
    const lines = [
      ...report.checks.map((check) => describe(check, words)),
      ...report.notes.map((note) => words.label("release", `note.${note}`)),
      ...(report.fingerprint === undefined
        ? []
        : [words.label("release", "signedBy", { fingerprint: report.fingerprint })]),
    ];
    if (report.intact) return done(report, [...lines, words.say("manifest-intact")]);
    return { kind: "refused", fault: { code: "manifest-mismatch" }, json: { ...report }, lines };
  },
});

function describe(check: ManifestCheck, words: Words): string {
  const name = words.label("release", `check.${check.code}`, { name: check.file });
  return `${words.say(check.passed ? "passed" : "failed")}  ${name}`;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined;
  }
}
