import { canonicalLine } from "./core/print.ts";
import type { Command, Reply } from "./core/command.ts";
import type { Io } from "./core/io.ts";
import { chooseLanguage, wordsOf, type Words } from "./core/words.ts";
import { commands } from "./commands.ts";

/** 0 done, 1 refused by a gate or failed with a typed fault, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

/**
 * Runs `kurabito` with what was typed after it. Words go to standard output, or one JSON document with
 * --json; what went wrong goes to standard error, with --json also as `{"error":{...}}` to standard output.
 */
export async function run(typed: readonly string[], io: Io): Promise<ExitCode> {
  const json = typed.includes("--json");
  const language = chooseLanguage(optionOf(typed, "--lang"), io.env);
  const words = wordsOf(language ?? "en");
  const command = findCommand(typed);
  if (typed.length === 0 || typed.includes("--help") || typed.includes("-h")) {
    io.out(command === undefined ? overview(words) : helpOf(command, words));
    return typed.length === 0 ? 2 : 0;
  }
  if (language === undefined)
    return finish({ kind: "misuse", misuse: { key: "unknown-language" } }, json, io, words, command);
  if (command === undefined) {
    const name = typed
      .filter((word) => !word.startsWith("-"))
      .slice(0, 2)
      .join(" ");
    return finish(
      { kind: "misuse", misuse: { key: "unknown-command", facts: { name } } },
      json,
      io,
      words,
      command,
    );
  }
  const prepared = command.prepare(typed.slice(command.name.split(" ").length), inWords(io, words), words);
  const reply: Reply = prepared.ok ? await prepared.value() : { kind: "misuse", misuse: prepared.error };
  return finish(reply, json, io, words, command);
}

/** The same io, whose progress is said in words: the phase, how much of how much, and the share. */
function inWords(io: Io, words: Words): Io {
  const { progress: show } = io;
  if (show === undefined) return io;
  return {
    ...io,
    progress: (progress) => {
      const { phase, done, total, unit } = progress;
      const scale = unit === "bytes" ? 1e-6 : 1;
      const count = [done, ...(total === undefined ? [] : [total])]
        .map((one) => words.number(one * scale))
        .join(" / ");
      const share = total === undefined || total === 0 ? "" : ` (${words.number((100 * done) / total)}%)`;
      show(
        progress,
        `${words.label("words", `phase.${phase}`)}: ${count}${unit === undefined ? "" : " MB"}${share}`,
      );
    },
  };
}

function finish(reply: Reply, json: boolean, io: Io, words: Words, command: Command | undefined): ExitCode {
  if (reply.kind === "done") {
    io.out(json ? canonicalLine(reply.json) : `${reply.lines.join("\n")}\n`);
    return 0;
  }
  if (reply.kind === "refused") {
    const message = words.fault(reply.fault);
    if (json) io.out(canonicalLine({ ...reply.json, error: { ...reply.fault, message } }));
    else if (reply.lines !== undefined && reply.lines.length > 0) io.out(`${reply.lines.join("\n")}\n`);
    io.err(`${message}\n`);
    if (reply.kept !== undefined) io.err(`${words.say("conflict-copy", { path: reply.kept })}\n`);
    if (reply.fault.code === "vault-not-fresh") io.err(`${words.say("how-to-accept")}\n`);
    return 1;
  }
  const message = words.say(reply.misuse.key, reply.misuse.facts);
  if (json) io.out(canonicalLine({ error: { code: "usage", message } }));
  io.err(
    `${message}\n${command === undefined ? words.say("see-help") : `${words.say("usage")} ${command.usage}`}\n`,
  );
  return 2;
}

/** The command whose words stand first: `vault create` before `vault`. */
function findCommand(typed: readonly string[]): Command | undefined {
  const starts = (command: Command) => command.name.split(" ").every((word, index) => typed[index] === word);
  return commands.filter(starts).sort((x, y) => y.name.split(" ").length - x.name.split(" ").length)[0];
}

function optionOf(typed: readonly string[], name: string): string | undefined {
  const joined = typed.find((word) => word.startsWith(`${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 1);
  const index = typed.indexOf(name);
  return index < 0 ? undefined : (typed[index + 1] ?? "");
}

function overview(words: Words): string {
  const lines = commands.map((command) => `  ${command.usage}\n      ${command.summary[words.language]}`);
  return `${words.say("overview")}\n\n${lines.join("\n")}\n\n${words.say("overview-notes")}\n`;
}

function helpOf({ usage, summary, notes }: Command, words: Words): string {
  const own = notes === undefined ? "" : `\n${words.say(notes)}\n`;
  return `${usage}\n${summary[words.language]}\n${own}\n${words.say("overview-notes")}\n`;
}
