import { parseArgs } from "node:util";
import type { Fault, Outcome } from "../../../workers/base/fault.ts";
import { err, ok, type Result } from "../../../workers/base/result.ts";
import type { Language } from "../../../workers/terms/language.ts";
import type enCli from "../../../workers/words/en/cli.json";
import type { Io } from "./io.ts";
import type { Facts, Words } from "./words.ts";

/** An option of a command. */
export type Option =
  | { readonly kind: "flag" }
  | { readonly kind: "text"; readonly hint: string; readonly required?: true }
  /** May be given several times. */
  | { readonly kind: "many"; readonly hint: string }
  | {
      readonly kind: "whole";
      readonly hint: string;
      readonly least: number;
      readonly most: number;
      readonly required?: true;
    }
  | { readonly kind: "choice"; readonly choices: readonly string[]; readonly required?: true };

type Given<O extends Option> = O extends { readonly kind: "flag" }
  ? boolean
  : O extends { readonly kind: "many" }
    ? readonly string[]
    : O extends { readonly kind: "whole" }
      ? number
      : O extends { readonly kind: "choice"; readonly choices: readonly (infer C)[] }
        ? C
        : string;

type Value<O extends Option> = O extends { readonly required: true } | { readonly kind: "flag" | "many" }
  ? Given<O>
  : Given<O> | undefined;

export type Options = Readonly<Record<string, Option>>;
export type Values<S extends Options> = { readonly [K in keyof S]: Value<S[K]> };

/** A command as it was called, its options checked. */
export interface Call<S extends Options> {
  readonly io: Io;
  readonly words: Words;
  readonly given: Values<S>;
  readonly rest: readonly string[];
}

/** What is wrong with a command line: exit code 2. */
export interface Misuse {
  readonly key: keyof typeof enCli;
  readonly facts?: Facts;
}

/** What a command comes to. `json` is the document of --json, `lines` the same in words. */
export type Reply =
  | { readonly kind: "done"; readonly json: unknown; readonly lines: readonly string[] }
  /** Refused by a gate or failed: exit code 1. With a document of its own where part of the work was done. */
  | {
      readonly kind: "refused";
      readonly fault: Fault;
      readonly json?: Readonly<Record<string, unknown>>;
      readonly lines?: readonly string[];
      /** Where the vault lies that could not be saved in its place. */
      readonly kept?: string;
    }
  | { readonly kind: "misuse"; readonly misuse: Misuse };

interface Definition<S extends Options> {
  /** The words it is called by: `vault create`. */
  readonly name: string;
  readonly summary: Readonly<Record<Language, string>>;
  /** What its own help says besides. */
  readonly notes?: Misuse["key"];
  /** Arguments without a name: how they are shown and how many there may be. */
  readonly rest?: { readonly hint: string; readonly least: number; readonly most: number };
  readonly options: S;
  run(call: Call<S>): Promise<Reply>;
}

/** A command of the table: knows its usage, and how to make a run of what was typed after its name. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: Readonly<Record<Language, string>>;
  readonly notes?: Misuse["key"];
  prepare(typed: readonly string[], io: Io, words: Words): Result<() => Promise<Reply>, Misuse>;
}

/** Options every command takes; read before the command is known. */
const common = {
  json: { type: "boolean" },
  lang: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** Makes a command out of its definition. */
export function command<const S extends Options>(definition: Definition<S>): Command {
  const { name, summary, notes, options } = definition;
  return {
    name,
    summary,
    ...(notes !== undefined && { notes }),
    usage: usageOf(definition),
    prepare: (typed, io, words) => {
      const split = splitArguments(typed, options);
      if (!split.ok) return split;
      const { values, rest } = split.value;
      const { least, most } = definition.rest ?? { least: 0, most: 0 };
      if (rest.length < least)
        return err({ key: "missing-argument", facts: { name: definition.rest?.hint } });
      if (rest.length > most) return err({ key: "unknown-argument", facts: { name: rest[most] } });
      const given = checkOptions(options, values);
      return given.ok ? ok(() => definition.run({ io, words, given: given.value, rest })) : given;
    },
  };
}

/** A reply that says what was done. */
export function done(json: unknown, lines: readonly string[]): Reply {
  return { kind: "done", json, lines };
}

/** A reply that says why not. */
export function refused(reason: Fault): Reply {
  return { kind: "refused", fault: reason };
}

/** The reply of an outcome: its value as the document, in words as `say` puts it, or its fault. */
export function reply<T>(outcome: Outcome<T>, say: (value: T) => readonly string[]): Reply {
  return outcome.ok ? done(outcome.value, say(outcome.value)) : refused(outcome.error);
}

/** A reply that says how the command is meant to be used. */
export function misuse(key: Misuse["key"], facts?: Facts): Reply {
  return { kind: "misuse", misuse: facts === undefined ? { key } : { key, facts } };
}

function usageOf({ name, rest, options }: Definition<Options>): string {
  const parts = Object.entries(options).map(([option, shape]) => {
    const text = `--${option}${hintOf(shape)}`;
    return "required" in shape ? text : shape.kind === "many" ? `[${text}]...` : `[${text}]`;
  });
  return ["kurabito", name, ...(rest === undefined ? [] : [rest.hint]), ...parts].join(" ");
}

function hintOf(option: Option): string {
  if (option.kind === "flag") return "";
  return option.kind === "choice" ? ` ${option.choices.join("|")}` : ` ${option.hint}`;
}

type Typed = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

function splitArguments(
  typed: readonly string[],
  options: Options,
): Result<{ readonly values: Typed; readonly rest: readonly string[] }, Misuse> {
  const own = Object.entries(options).map(
    ([name, option]): [string, { type: "boolean" | "string"; multiple: boolean }] => [
      name,
      { type: option.kind === "flag" ? "boolean" : "string", multiple: option.kind === "many" },
    ],
  );
  try {
    const { values, positionals } = parseArgs({
      args: [...typed],
      options: { ...Object.fromEntries(own), ...common },
      allowPositionals: true,
      strict: true,
    });
    return ok({ values, rest: positionals });
  } catch (error) {
    const name = /'([^']+)'/.exec(error instanceof Error ? error.message : "")?.[1] ?? "";
    const unknown =
      error instanceof Error && "code" in error && error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION";
    return err({ key: unknown ? "unknown-option" : "bad-option", facts: { name } });
  }
}

function checkOptions<S extends Options>(options: S, values: Typed): Result<Values<S>, Misuse> {
  const given: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    const value = values[name];
    if (value === undefined) {
      if ("required" in option)
        return err({ key: "missing-option", facts: { name: `--${name}${hintOf(option)}` } });
      given[name] = option.kind === "flag" ? false : option.kind === "many" ? [] : undefined;
      continue;
    }
    const checked = checkValue(option, value);
    if (checked === undefined)
      return err({
        key: "bad-value",
        facts: { name: `--${name}`, value: String(value), expected: expectedOf(option) },
      });
    given[name] = checked;
  }
  // Each option was checked against its own kind just above.
  return ok(given as Values<S>);
}

function checkValue(option: Option, value: unknown): unknown {
  if (option.kind === "choice") return option.choices.find((choice) => choice === value);
  if (option.kind !== "whole") return value;
  const number = typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : NaN;
  return number >= option.least && number <= option.most ? number : undefined;
}

function expectedOf(option: Option): string {
  if (option.kind === "choice") return option.choices.join(", ");
  return option.kind === "whole" ? `${String(option.least)} … ${String(option.most)}` : "";
}
