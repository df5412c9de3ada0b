import type { ErasureCertificate, ErasureSearch } from "../../../terms/erasure.ts";
import type { Language } from "../../../terms/language.ts";
import enWords from "../../../words/en/certificate.json" with { type: "json" };
import jaWords from "../../../words/ja/certificate.json" with { type: "json" };

type Words = typeof enWords;
type Facts = Readonly<Record<string, string | number>>;

const STYLE = `body{font:16px/1.7 "Hiragino Sans","Yu Gothic","Noto Sans JP",sans-serif;max-width:46em;margin:3em auto;padding:0 1.5em;color:#1b1b1b}
h1{font-size:1.6em}h2{font-size:1.1em;margin-top:2em;border-bottom:1px solid #bbb}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25em .8em .25em 0;border-bottom:1px solid #ddd}td.n,th.n{text-align:right}
code{font-size:.8em;word-break:break-all}@media print{body{margin:0}}`;

/** A certificate as a page that needs nothing else: no script, no picture, no address. */
export function certificatePage(certificate: ErasureCertificate, language: Language): string {
  const words: Words = language === "en" ? enWords : jaWords;
  const say = (key: keyof Words, facts: Facts = {}): string => escaped(filled(words[key], facts, language));
  const { number, at, people } = certificate;
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${say("title")} ${escaped(number)}</title>`,
    `<style>${STYLE}</style></head><body><h1>${say("title")}</h1><p>${say("lead", { people, at: moment(at) })}</p>`,
    headOf(certificate, say),
    section(say("tables"), tablesOf(certificate, say)),
    section(say("search"), searchOf(certificate.search, say)),
    section(say("evidence"), staysOf(certificate, say)),
    section(say("releases"), releasesOf(certificate, say)),
    section(say("runs"), runsOf(certificate, say)),
    section(say("subjects"), subjectsOf(certificate, say)),
    `<p>${say("check", { number })}</p></body></html>\n`,
  ].join("\n");
}

type Say = (key: keyof Words, facts?: Facts) => string;

function headOf({ number, at, reason, people, vaultId }: ErasureCertificate, say: Say): string {
  return table(undefined, [
    [say("number"), escaped(number)],
    [say("at"), escaped(moment(at))],
    [say("reason"), escaped(reason)],
    [say("people"), String(people)],
    [say("vault"), `<code>${escaped(vaultId)}</code>`],
  ]);
}

function tablesOf({ tables, quarantined }: ErasureCertificate, say: Say): string {
  const rows = tables.map(({ table: name, rows: count, fields }) => [
    `<code>${escaped(name)}</code>`,
    String(count),
    escaped(
      Object.entries(fields)
        .map(([field, values]) => `${field} ${String(values)}`)
        .join(", "),
    ),
  ]);
  const list = table([say("table"), say("rows"), say("fields")], rows);
  return quarantined === 0 ? list : `${list}<p>${say("quarantined", { rows: quarantined })}</p>`;
}

function searchOf(search: ErasureSearch | undefined, say: Say): string {
  if (search === undefined) return paragraphs([say("searchNone")]);
  const { bytes, pages, values, patterns, forms, hits, foundIn, rowsLeft, freePages, shared, tooShort } =
    search;
  const facts = { bytes, pages, values, patterns, forms: forms.join(", ") };
  const where = foundIn.length === 0 ? say("where") : foundIn.join(", ");
  return paragraphs([
    hits === 0 ? say("searchClean", facts) : say("searchFound", { ...facts, hits, where }),
    say("rowsLeft", { rows: rowsLeft }),
    say("freePages", { pages: freePages }),
    ...(shared === 0 ? [] : [say("shared", { values: shared })]),
    ...(tooShort === 0 ? [] : [say("tooShort", { values: tooShort })]),
  ]);
}

function staysOf({ evidence, backups, backupsUntil, tombstones }: ErasureCertificate, say: Say): string {
  const { rows, until, law } = evidence;
  return paragraphs([
    rows === 0 ? say("evidenceNone") : say("evidenceRows", { rows, until: until ?? "", law }),
    say("tombstones", { keys: tombstones }),
    backupsUntil === undefined
      ? say("backupsNone")
      : say("backups", { count: backups.length, until: backupsUntil }),
  ]);
}

function releasesOf({ releases }: ErasureCertificate, say: Say): string {
  if (releases.length === 0) return paragraphs([say("releasesNone")]);
  return table(
    [say("release"), say("at"), say("recipient"), say("people")],
    releases.map(({ release, at, recipient, people }) => [
      String(release),
      escaped(moment(at)),
      escaped(recipient),
      String(people),
    ]),
  );
}

function runsOf({ runs }: ErasureCertificate, say: Say): string {
  if (runs.length === 0) return paragraphs([say("runsNone")]);
  return table(
    [say("model"), say("at"), say("people")],
    runs.map(({ run, model, at, people }) => [
      `${escaped(model)} ${String(run)}`,
      escaped(moment(at)),
      String(people),
    ]),
  );
}

function subjectsOf({ subjects, subjectsDigest }: ErasureCertificate, say: Say): string {
  return paragraphs([
    ...subjects.map((subject) => `<code>${escaped(subject)}</code>`),
    `${say("digest")}: <code>${escaped(subjectsDigest)}</code>`,
  ]);
}

function section(title: string, body: string): string {
  return `<h2>${title}</h2>\n${body}`;
}

function paragraphs(texts: readonly string[]): string {
  return texts.map((text) => `<p>${text}</p>`).join("\n");
}

function table(headings: readonly string[] | undefined, rows: readonly (readonly string[])[]): string {
  const head = headings === undefined ? "" : `<tr>${headings.map((one) => `<th>${one}</th>`).join("")}</tr>`;
  return `<table>${head}${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("")}</table>`;
}

function filled(text: string, facts: Facts, language: Language): string {
  return text.replaceAll(/\{\{(\w+)\}\}/gu, (_, name: string) => {
    const value = facts[name] ?? "";
    return typeof value === "number" ? value.toLocaleString(language) : value;
  });
}

function moment(iso: string): string {
  return `${iso.slice(0, 16).replace("T", " ")} UTC`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/gu, (sign) => `&#${String(sign.charCodeAt(0))};`);
}
