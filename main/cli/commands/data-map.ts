import type { DataMap, MapField } from "../../../workers/terms/data-map.ts";
import { command, reply } from "../core/command.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

export const vaultMap = command({
  name: "vault map",
  summary: {
    ja: "人に関わる項目のすべてを、種類、件数、取り込み元、目的、使いみち、足りないものとともに並べます。",
    en: "Lists every field about people: its kind, filling, sources, purposes, uses and what is wanting.",
  },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => reply(await api.dataMap({}), (map) => linesOf(map, words))),
});

export const vaultValue = command({
  name: "vault value",
  summary: {
    ja: "項目の代わりにお客様が何を得るかを書きます。空の文字で消します。",
    en: "Writes down what the customer gets for a field; an empty text takes it away.",
  },
  rest: { hint: "FIELD TEXT", least: 2, most: 2 },
  options: vaultOption,
  run: ({ io, words, given, rest }) =>
    withVault(io, given.vault, async (api) =>
      reply(await api.saveFieldValue({ field: rest[0] ?? "", text: rest[1] ?? "" }), () => [
        words.say("field-value-saved"),
      ]),
    ),
});

function linesOf({ fields, refused }: DataMap, words: Words): readonly string[] {
  const list = (kind: string, codes: readonly string[]): string =>
    codes.map((code) => words.label("words", `${kind}.${code}`)).join(", ");
  const row = (field: MapField): readonly string[] => [
    field.id,
    words.label("words", `fieldClass.${field.class}`),
    `${words.number(field.filled)} / ${words.number(field.rows)}`,
    field.sources.join(", "),
    list("purpose", field.purposes),
    list("mapUse", field.uses),
    field.value,
    list("mapGap", field.gaps),
  ];
  const headings = (
    [
      "map-field",
      "map-class",
      "map-filled",
      "map-sources",
      "map-purposes",
      "map-uses",
      "map-value",
      "map-gaps",
    ] as const
  ).map((key) => words.say(key));
  return [
    ...table(headings, fields.filter(({ working, rows }) => !working && rows > 0).map(row)),
    ...(refused.length === 0
      ? []
      : [
          "",
          words.say("map-refused"),
          ...table(
            [words.say("map-heading"), words.say("map-sources")],
            refused.map(({ heading, source }) => [heading, source]),
          ),
        ]),
  ];
}
