/** What an XML text is told as; names come without their prefix. */
export interface XmlEvents {
  /** `attributes` is the raw text behind the name; ask it with `attribute`. */
  open(name: string, attributes: string): void;
  text(text: string): void;
  close(name: string): void;
}

/**
 * Reads XML as it comes, piece by piece, for the parts of a workbook. No document type, no entities but the five of
 * XML and numeric ones: nothing outside the text is ever asked for, and nothing expands.
 */
export class XmlReader {
  private rest = "";
  private readonly events: XmlEvents;

  constructor(events: XmlEvents) {
    this.events = events;
  }

  push(piece: string): void {
    const text = this.rest + piece;
    let at = 0;
    for (;;) {
      const start = text.indexOf("<", at);
      if (start < 0) break;
      if (start > at) this.events.text(unescapeXml(text.slice(at, start)));
      at = start;
      const end = this.markup(text, start);
      if (end < 0) break;
      at = end;
    }
    this.rest = text.slice(at);
  }

  /** Reads one piece of markup; answers where it ends, or -1 when its end has not come yet. */
  private markup(text: string, start: number): number {
    if (text.startsWith("<!--", start)) return closing(text, "-->", start + 4);
    if (text.startsWith("<![CDATA[", start)) {
      const end = closing(text, "]]>", start + 9);
      if (end >= 0) this.events.text(text.slice(start + 9, end - 3));
      return end;
    }
    if (
      "<!--".startsWith(text.slice(start, start + 4)) ||
      "<![CDATA[".startsWith(text.slice(start, start + 9))
    )
      return -1;
    const end = tagEnd(text, start + 1);
    if (end < 0) return -1;
    const first = text.charAt(start + 1);
    if (first === "?" || first === "!") return end;
    if (first === "/") {
      this.events.close(localName(text.slice(start + 2, end - 1).trim()));
      return end;
    }
    const empty = text.charAt(end - 2) === "/";
    const inside = text.slice(start + 1, empty ? end - 2 : end - 1);
    const blank = inside.search(/\s/);
    const name = localName(blank < 0 ? inside : inside.slice(0, blank));
    this.events.open(name, blank < 0 ? "" : inside.slice(blank));
    if (empty) this.events.close(name);
    return end;
  }
}

/** Where a tag ends, quotes in attributes heeded. */
function tagEnd(text: string, from: number): number {
  let at = text.indexOf(">", from);
  while (at >= 0) {
    let quote = 0;
    for (let index = text.indexOf('"', from); index >= 0 && index < at; index = text.indexOf('"', index + 1))
      quote++;
    if (quote % 2 === 0) return at + 1;
    at = text.indexOf(">", at + 1);
  }
  return -1;
}

function closing(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}

/** The value of an attribute by its name without prefix, undefined when it is not there. */
export function attribute(attributes: string, name: string): string | undefined {
  const wanted = `${name}="`;
  for (let at = attributes.indexOf(wanted); at > 0; at = attributes.indexOf(wanted, at + 1)) {
    if (!/[\s:]/.test(attributes.charAt(at - 1))) continue;
    const start = at + wanted.length;
    return unescapeXml(attributes.slice(start, attributes.indexOf('"', start)));
  }
  if (!/'|\s=|=\s/.test(attributes)) return undefined;
  for (const [, found = "", double, single] of attributes.matchAll(
    /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  ))
    if (localName(found) === name) return unescapeXml(double ?? single ?? "");
  return undefined;
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex, decimal, name) => {
      if (typeof name === "string") return named[name.toLowerCase()] ?? whole;
      const code = typeof hex === "string" ? parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
