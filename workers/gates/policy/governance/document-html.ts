import type { DocumentSection, GovernanceDocument } from "../../../terms/governance.ts";
import { htmlPage, htmlTable, markup, type Html } from "../../keep/rights/html.ts";
import type { GovernanceWords } from "./words.ts";

/** A document as a page that needs nothing from outside itself; what people have to fill in is a line to write on. */
export function documentHtml(document: GovernanceDocument, words: GovernanceWords): string {
  const { language, title, lead, sections } = document;
  return htmlPage(language, title, [
    markup`<h1>${title}</h1><p>${lead}</p>`,
    ...sections.map((section) => sectionHtml(section, words)),
    markup`<p class="note">${words.say("madeBy", { at: words.day(document.madeAt) })}</p>`,
  ]);
}

function sectionHtml(section: DocumentSection, words: GovernanceWords): Html {
  const { title, paragraphs = [], list = [], table, blanks = [] } = section;
  return markup`<h2>${title}</h2>${paragraphs.map((text) => markup`<p>${text}</p>`)}${
    list.length === 0 ? markup`` : markup`<ul>${list.map((text) => markup`<li>${text}</li>`)}</ul>`
  }${table === undefined ? markup`` : htmlTable(table.headings, table.rows)}${
    blanks.length === 0
      ? markup``
      : htmlTable(
          [words.say("blankQuestion"), words.say("blankAnswer")],
          blanks.map((text) => [text, words.say("blank")]),
        )
  }`;
}
