import type { Verdict } from "../../terms/insight.ts";
import type { Language } from "../../terms/language.ts";
import type { ModelCard } from "../../terms/model-card.ts";
import { sayIn } from "./say.ts";

const STYLE = `body{font:16px/1.7 "Hiragino Sans","Yu Gothic","Noto Sans JP",sans-serif;max-width:46em;margin:3em auto;padding:0 1.5em;color:#1b1b1b}
h1{font-size:1.6em}h2{font-size:1.1em;margin-top:2em;border-bottom:1px solid #bbb}td,th{text-align:left;padding:.25em .8em .25em 0}@media print{body{margin:0}}`;

const verdictKeys = {
  use: "verdict-use",
  "use-with-care": "verdict-use-with-care",
  "do-not-use": "verdict-do-not-use",
} as const satisfies Record<Verdict, string>;

/** A card as a page that needs nothing else: no script, no picture, no address. */
export function cardPage(card: ModelCard): string {
  const language: Language = card.language === "en" ? "en" : "ja";
  const say = sayIn(language);
  const list = (lines: readonly string[]): string =>
    `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join("")}</ul>`;
  const figure = ({ name, value, low, high }: ModelCard["figures"][number]): string =>
    [name, value, low, high]
      .map((cell) => `<td>${cell === undefined ? "" : escaped(String(cell))}</td>`)
      .join("");
  const title = `${say("title")}: ${card.name}`;
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(title)}</title>`,
    `<style>${STYLE}</style></head><body><h1>${escaped(title)}</h1>`,
    `<p>${escaped(say("head", { run: card.runId, at: card.at.slice(0, 16).replace("T", " "), end: card.end }))}</p>`,
    `<p><strong>${escaped(say(verdictKeys[card.verdict]))}</strong></p>`,
    ...card.sections.map(({ title: heading, lines }) => `<h2>${escaped(heading)}</h2>${list(lines)}`),
    `<h2>${escaped(say("title-checks"))}</h2>`,
    list(card.checks.map(({ verdict, sentence }) => `${say(verdictKeys[verdict])}: ${sentence}`)),
    `<h2>${escaped(say("title-figures"))}</h2>`,
    `<table>${card.figures.map((one) => `<tr>${figure(one)}</tr>`).join("")}</table></body></html>\n`,
  ].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/gu, (sign) => `&#${String(sign.charCodeAt(0))};`);
}
