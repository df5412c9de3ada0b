// Runs one of the benches beside this file and keeps what it prints as a page: node test/bench/keep.mjs NAME [what the bench is given]
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describeMachine } from "./report.mjs";

const [name, ...given] = process.argv.slice(2);
const bench = `test/bench/${name}.bench.mjs`;
process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
if (name === undefined || !existsSync(bench)) {
  console.error(`there is no ${bench}`);
  process.exit(2);
}
const child = spawn(process.execPath, ["--expose-gc", bench, ...given], {
  stdio: ["ignore", "pipe", "inherit"],
});
let said = "";
child.stdout.setEncoding("utf8").on("data", (text) => {
  said += text;
  process.stdout.write(text);
});
child.once("close", (code) => {
  process.exitCode = code ?? 1;
  if (code !== 0) return;
  mkdirSync("docs/bench", { recursive: true });
  const command = ["node", bench, ...given].join(" ");
  const page = `# ${name}\n\n\`${command}\` printed this on ${describeMachine()}.\n\n\`\`\`text\n${said.trimEnd()}\n\`\`\`\n`;
  writeFileSync(`docs/bench/${name}.md`, page);
});
