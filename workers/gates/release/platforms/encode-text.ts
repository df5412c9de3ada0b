import Encoding from "encoding-japanese";

/** Characters that Windows-31J holds under another code point, as Microsoft's own table (best fit 932) folds them. */
const twins: Readonly<Record<string, string>> = {
  "—": "―",
  "‖": "∥",
  "¥": "￥",
  "¢": "￠",
  "£": "￡",
  "¬": "￢",
};

/** A text as bytes of Windows-31J (the Shift_JIS of Windows); undefined when a character has none: a "?" never takes its place. */
export function encodeWindows31J(text: string): Uint8Array | undefined {
  const folded = text.replaceAll(/[—‖¥¢£¬]/gu, (character) => twins[character] ?? character);
  try {
    return Uint8Array.from(
      Encoding.convert(Encoding.stringToCode(folded), { to: "SJIS", from: "UNICODE", fallback: "error" }),
    );
  } catch {
    return undefined;
  }
}

/** The characters of a text that Windows-31J cannot hold, each once. */
export function beyondWindows31J(text: string): string {
  return [...new Set(text)].filter((character) => encodeWindows31J(character) === undefined).join("");
}
