import { createHash } from "node:crypto";
import type { PersonField } from "../../workers/gates/release/consented/people-table.ts";
import { sha256 as loadSha256 } from "../../workers/gates/release/files/sha256.ts";
import { googleCustomerMatch } from "../../workers/gates/release/platforms/formats/google-customer-match.ts";
import { layOut } from "../../workers/gates/release/platforms/lay-out.ts";
import { writeRows } from "../../workers/gates/release/platforms/write-rows.ts";

const RUNS = 5;

/**
 * An export of people to Google Ads beside Node's own SHA-256 of the same four values each: processor time of one thread, medians, ours
 * and Node's in turn. Ours also normalises, lays out, checks and writes.
 */
export async function measureExport(people: number): Promise<void> {
  const sha256 = await loadSha256();
  const table = Array.from({ length: people }, (_, n): Readonly<Partial<Record<PersonField, string>>> => ({
    email: ` Person${n}@Example.co.jp`,
    phone: `090-${String(1000 + (n % 9000))}-${String(1000 + ((n * 7) % 9000))}`,
    family_name: `佐藤${n % 977}`,
    given_name: `花子${n % 991}`,
    postal_code: "060-0001",
    prefecture: "北海道",
  }));
  const headings = googleCustomerMatch.columns.map(({ heading }) => heading);
  const held = { text: (field: PersonField, person: number) => table[person]?.[field]?.trim() };
  const hashed: string[] = [];
  const ours = (collect: boolean): number => {
    const rows = table.flatMap((_, person) => {
      const hash = (text: Uint8Array | string): string => {
        if (collect) hashed.push(String(text));
        return sha256(text);
      };
      const laid = layOut(
        googleCustomerMatch,
        { people: held, person, homeCountry: "JP", adjusted: () => undefined },
        hash,
      );
      return "cells" in laid ? [laid.cells] : [];
    });
    return writeRows(googleCustomerMatch.file, headings, rows).reduce(
      (sum, part) => sum + part.bytes.length,
      0,
    );
  };
  const bytes = ours(true);
  const node = (): void => {
    for (const text of hashed) createHash("sha256").update(text).digest("hex");
  };
  const times = { ours: [] as number[], node: [] as number[] };
  for (let run = 0; run < RUNS; run++) {
    times.ours.push(processorSeconds(() => ours(false)));
    times.node.push(processorSeconds(node));
  }
  const [own, theirs] = [median(times.ours), median(times.node)];
  process.stdout.write(
    `${people.toLocaleString("en")} people to Google Ads, ${hashed.length.toLocaleString("en")} hashes, ${bytes.toLocaleString("en")} bytes\n` +
      `export ${own.toFixed(2)} s, SHA-256 in Node alone ${theirs.toFixed(2)} s (processor time, medians of ${RUNS}): ratio ${(own / theirs).toFixed(2)}\n`,
  );
}

function processorSeconds(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
