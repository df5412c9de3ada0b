import type { HeldTable } from "./held-tables.ts";
import { dayText, htmlPage, htmlTable, markup, type Html } from "./html.ts";
import type { Pack } from "./pack.ts";
import { packHistoryHtml } from "./pack-history-html.ts";
import type { RightsWords } from "./words.ts";

/** The access pack as one page to read and print, in the language of `words`. Everything that came from data is escaped. */
export function packHtml(pack: Pack, words: RightsWords): string {
  const { say } = words;
  const title = say("pack.title", { name: pack.name });
  return htmlPage(words.language, title, [
    markup`<h1>${title}</h1><p>${say("pack.lead", { holder: pack.holder, at: dayText(pack.madeAt), number: pack.customerId })}</p>`,
    pack.redacted === 0
      ? markup``
      : markup`<p class="note">${say("pack.redactedNote", { count: pack.redacted })}</p>`,
    fieldsSection(pack, words),
    sourcesSection(pack, words),
    ...packHistoryHtml(pack, words),
    markup`<h2>${say("pack.tablesTitle")}</h2><p>${say("pack.tablesNote")}</p>`,
    ...pack.tables.filter(({ rows }) => rows.length > 0).map((table) => tableSection(table, words)),
    emptyTables(pack, words),
    markup`<h2>${say("pack.rightsTitle")}</h2><p>${say("pack.rights")}</p>`,
  ]);
}

function fieldsSection({ fields }: Pack, words: RightsWords): Html {
  const { say, label } = words;
  const purposes = (one: Pack["fields"][number]): string =>
    one.purposes
      .map(({ purpose, basis }) =>
        say("pack.purposeBasis", {
          purpose: label("purpose", purpose),
          basis: basis === undefined ? say("pack.noBasis") : label("basis", basis),
        }),
      )
      .join("\n");
  const origin = ({ source, file, at, corrected }: Pack["fields"][number]): string =>
    [
      corrected ? say("pack.corrected") : (file ?? ""),
      corrected || source === "" ? "" : label("source", source),
      at.slice(0, 10),
    ]
      .filter((part) => part !== "")
      .join("\n");
  return markup`<h2>${say("pack.fieldsTitle")}</h2><p>${say("pack.fieldsNote")}</p>${
    fields.length === 0
      ? markup`<p>${say("pack.none")}</p>`
      : htmlTable(
          [say("pack.field"), say("pack.value"), say("pack.class"), say("pack.why"), say("pack.from")],
          fields.map((one) => [
            words.column(one.field),
            valueText(one.field, one.value, words),
            label("fieldClass", one.class),
            [purposes(one), one.reason ?? ""].filter((part) => part !== "").join("\n"),
            origin(one),
          ]),
        )
  }`;
}

function sourcesSection({ sources }: Pack, { say, label }: RightsWords): Html {
  return markup`<h2>${say("pack.sourcesTitle")}</h2>${
    sources.length === 0
      ? markup`<p>${say("pack.sourcesNone")}</p>`
      : htmlTable(
          [say("pack.file"), say("pack.source"), say("pack.party"), say("pack.at")],
          sources.map(({ file, source, party, at }) => [
            file,
            label("source", source),
            party === undefined ? "" : label("mapParty", party),
            dayText(at),
          ]),
        )
  }`;
}

function tableSection({ name, columns, rows }: HeldTable, words: RightsWords): Html {
  return markup`<h3>${words.table(name)}</h3><p class="note">${words.say("pack.rowCount", { table: name, count: rows.length })}</p>${htmlTable(
    columns.map((column) => words.column(column.name)),
    rows.map((row) => row.map((cell, at) => valueText(columns[at]?.name ?? "", cell, words))),
  )}`;
}

function emptyTables({ tables }: Pack, words: RightsWords): Html {
  const empty = tables.filter(({ rows }) => rows.length === 0).map(({ name }) => words.table(name));
  return empty.length === 0
    ? markup``
    : markup`<p class="note">${words.say("pack.emptyTables", { tables: empty.join(words.say("comma")) })}</p>`;
}

/** Columns whose cells are codes with words of their own. */
const codes: Readonly<Record<string, string>> = {
  purpose: "purpose",
  recipient: "recipient",
  state: "consent",
  basis: "basis",
};

/** A cell in words where it is a code. */
function valueText(column: string, value: string | number | null, words: RightsWords): string {
  if (value === null) return "";
  const kind = codes[column];
  return kind === undefined || typeof value === "number" ? String(value) : words.label(kind, value);
}
