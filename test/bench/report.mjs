import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";

/** The machine in words that name nobody: processor, cores, memory, Node. */
export function describeMachine() {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} x ${first?.model.trim() ?? process.arch}, ${memory} GiB, ${process.platform}, Node ${process.versions.node}`;
}

const figure = (value, digits = 0) =>
  value === undefined
    ? ""
    : value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

function cells({ what, peer, unit, ours, theirs, ratio, goal, skipped }) {
  const missing = skipped === undefined ? "" : `skipped: ${skipped}`;
  return [
    what,
    peer ?? "",
    ours === undefined ? "" : `${figure(ours)} ${unit}`,
    theirs === undefined ? missing : `${figure(theirs)} ${unit}`,
    figure(ratio, 2),
    figure(goal, 2),
  ];
}

const heading = ["what", "peer", "ours", "the peer's", "ratio", "goal"];

function printed(table) {
  const rows = [heading, ...table.map(cells)];
  const widths = heading.map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows
    .map((row) =>
      row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  "),
    )
    .join("\n");
}

/** Prints the table and writes reports/bench.json and docs/bench.md. */
export function writeReport({ machine, orders, customers, runs, table, measured }) {
  console.log(
    `\n${machine}; medians of ${runs} runs, ours and the peer's in turn, one thread each\n\n${printed(table)}`,
  );
  writeFileSync(
    "reports/bench.json",
    JSON.stringify({ machine, orders, customers, runs, table, measured }, null, 2),
  );
  const lines = table.map((row) => `| ${cells(row).join(" | ")} |`);
  const page = `# Speed, beside its peers

\`npm run bench\` writes this page. Ratio is ours / the peer's in the same run: only it can be compared between machines.
Medians of ${runs} runs, ours and the peer's in turn, each job in a process of its own, one thread each (page encryption
of ours runs beside, on WebCrypto's own). Both sides must give the same answer, or the bench fails. The file is
generated with a fixed seed; one row in 1,000 is bad.

Measured on ${machine}.

| ${heading.join(" | ")} |
| --- | --- | ---: | ---: | ---: | ---: |
${lines.join("\n")}
`;
  writeFileSync("docs/bench.md", page);
}
