import { foldText } from "./fold.ts";

/** Providers that deliver mail for `name+anything` to `name`. */
const tagged = new Set(
  "gmail.com googlemail.com outlook.com hotmail.com live.com icloud.com me.com fastmail.com proton.me protonmail.com pm.me".split(
    " ",
  ),
);

/**
 * An e-mail address as the mailbox it reaches: lower case; with providers that do so, what follows `+` goes, and with Gmail dots
 * do too. Elsewhere dots and tags tell mailboxes apart and stay.
 */
export function emailKey(text: string): string {
  const folded = /^[a-z0-9._-]+@[a-z0-9.-]+$/.test(text)
    ? text
    : foldText(text)
        .replace(/^mailto:/, "")
        .replace(/[<>'\s]/g, "")
        // A mark that stood behind a blank belongs to the letter before it now.
        .normalize("NFC");
  const at = folded.lastIndexOf("@");
  if (at < 1) return folded;
  const written = folded.slice(at + 1);
  if (!tagged.has(written)) return folded;
  const domain = written === "googlemail.com" ? "gmail.com" : written;
  const whole = folded.slice(0, at);
  const local = whole.replace(/\+.*$/, "");
  return `${domain === "gmail.com" ? local.replaceAll(".", "") : local}@${domain}`;
}

/** A telephone number as national digits: +81 and 0081 as 0, extensions off. */
export function phoneKey(text: string): string {
  if (/^0[1-9]\d{8,9}$/.test(text)) return text;
  const folded = foldText(text).replace(/(?:ext|x|内線|#).*$/u, "");
  const number = folded.replace(/\(0\)/g, "").replace(/\D/g, "");
  if (/^\s*\+|^00/.test(folded)) return number.replace(/^0*81(?=[1-9])/, "0").replace(/^0*810/, "0");
  // A spreadsheet took the leading zero of a Japanese mobile number.
  return /^[789]0\d{8}$/.test(number) ? `0${number}` : number;
}

/** A number that names somebody or something (a tax, insurance or member number): letters and digits alone. */
export function numberKey(text: string): string {
  return foldText(text).replace(/[^\p{L}\p{N}]/gu, "");
}

/** A postal code: letters and digits alone. */
export function postalKey(text: string): string {
  return foldText(text).replace(/[^a-z0-9]/g, "");
}
