import Encodings from "encoding-japanese";
import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import { encodings, type Encoding, type FileLike } from "../../../terms/intake.ts";
import { limits } from "./limits.ts";
import { afterLineEnd, lineEnd } from "./tokenizer.ts";

const HEAD_BYTES = 1_048_576;
const TAIL_BYTES = 65_536;

/** The stretches of a file that are looked at before it is read. */
export interface Sample {
  readonly head: Uint8Array;
  /** From a line start to the end of the file; empty when `head` holds everything. */
  readonly tail: Uint8Array;
  /** `head` is the whole file. */
  readonly whole: boolean;
}

/** The first mebibyte and the last 64 KiB of a file, or why it is no table at all. */
export async function sampleFile(file: FileLike): Promise<Outcome<Sample>> {
  if (file.size === 0) return fault("file-empty");
  if (file.size > limits.fileBytes)
    return fault("file-too-large", {
      megabytes: Math.ceil(file.size / 1e6),
      limit: limits.fileBytes / 1_048_576,
    });
  const head = new Uint8Array(await file.slice(0, Math.min(file.size, HEAD_BYTES)).arrayBuffer());
  const whole = head.length === file.size;
  let tail = new Uint8Array(0);
  if (!whole) {
    const last = new Uint8Array(
      await file.slice(Math.max(HEAD_BYTES, file.size - TAIL_BYTES), file.size).arrayBuffer(),
    );
    const end = lineEnd(last, 0);
    tail = end < 0 ? tail : last.slice(afterLineEnd(last, end));
  }
  const kind = knownBinary(head);
  if (kind !== undefined) return fault("file-unsupported", { kind });
  if (!hasUtf16Shape(head) && controlShare(head) > 0.05) return fault("file-binary");
  return ok({ head, tail, whole });
}

const signatures: readonly (readonly [string, readonly number[]])[] = [
  ["PDF", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["PNG", [0x89, 0x50, 0x4e, 0x47]],
  ["JPEG", [0xff, 0xd8, 0xff]],
  ["GIF", [0x47, 0x49, 0x46, 0x38]],
  ["Excel (XLSX) / ZIP", [0x50, 0x4b, 0x03, 0x04]],
  ["Excel (XLS)", [0xd0, 0xcf, 0x11, 0xe0]],
  ["GZIP", [0x1f, 0x8b, 0x08]],
  ["SQLite", [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
];

/** The kind of a file that is not text, by its first bytes. */
function knownBinary(head: Uint8Array): string | undefined {
  return signatures.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte))?.[0];
}

/** Share of control characters that no text file has (NUL among them). */
function controlShare(bytes: Uint8Array): number {
  let control = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b) control++;
  }
  return control / bytes.length;
}

/** What the ladder decided, and what it makes of each encoding. */
export interface EncodingGuess {
  readonly encoding: Encoding;
  readonly valid: Readonly<Record<Encoding, boolean>>;
}

/**
 * Finds the encoding by a strict ladder: byte order mark, ISO-2022-JP escapes, the NUL pattern of
 * UTF-16, strict UTF-8, then strict CP932 against strict EUC-JP by how Japanese the result looks. Where
 * nothing is strictly valid, the encoding with the fewest bad lines wins, so that one broken row does
 * not change the reading of all others.
 */
export function guessEncoding(sample: Sample): EncodingGuess {
  const { head } = sample;
  const valid = Object.fromEntries(
    encodings.map((encoding) => [encoding, badLines(sample, encoding, true) === 0]),
  ) as Record<Encoding, boolean>;
  const certain = byMark(head) ?? byEscapes(head) ?? byNulPattern(head);
  if (certain !== undefined) return { encoding: certain, valid };
  if (valid["utf-8"]) return { encoding: "utf-8", valid };
  const single = ["shift_jis", "euc-jp"] as const;
  const strict = single.filter((encoding) => valid[encoding]);
  if (strict.length === 1) return { encoding: strict[0] as Encoding, valid };
  if (strict.length === 2) return { encoding: moreJapanese(head), valid };
  const counted = (["utf-8", ...single] as const).map((encoding) => badLines(sample, encoding, false));
  const fewest = Math.min(...counted);
  const best = (["utf-8", ...single] as const).filter((_, index) => counted[index] === fewest);
  if (best.length === 1 || best.includes("utf-8")) return { encoding: best[0] as Encoding, valid };
  return { encoding: moreJapanese(head), valid };
}

function byMark(head: Uint8Array): Encoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return undefined;
}

/** ESC $ @, ESC $ B: a switch to JIS X 0208; and no byte above ASCII anywhere. */
function byEscapes(head: Uint8Array): Encoding | undefined {
  if (!head.includes(0x1b)) return undefined;
  let found = false;
  for (let at = 0; at < head.length; at++) {
    const byte = head[at] ?? 0;
    if (byte >= 0x80) return undefined;
    if (byte === 0x1b && head[at + 1] === 0x24 && (head[at + 2] === 0x40 || head[at + 2] === 0x42))
      found = true;
  }
  return found ? "iso-2022-jp" : undefined;
}

function byNulPattern(head: Uint8Array): Encoding | undefined {
  if (!hasUtf16Shape(head)) return undefined;
  return nulsAt(head, 1) > nulsAt(head, 0) ? "utf-16le" : "utf-16be";
}

/** NULs on one side of the byte pairs only, and on a fair share of them: ASCII letters as UTF-16. */
function hasUtf16Shape(head: Uint8Array): boolean {
  if (byMark(head)?.startsWith("utf-16") === true) return true;
  if (head.length < 4) return false;
  const even = nulsAt(head, 0);
  const odd = nulsAt(head, 1);
  const pairs = Math.min(head.length, 65_536) >> 1;
  return Math.max(even, odd) > pairs * 0.1 && Math.min(even, odd) < Math.max(even, odd) * 0.05;
}

function nulsAt(head: Uint8Array, side: 0 | 1): number {
  let count = 0;
  for (let at = side; at < Math.min(head.length, 65_536); at += 2) if (head[at] === 0) count++;
  return count;
}

/** Lines of the sample that are invalid in an encoding; with `first`, 1 stands for any number. */
function badLines(sample: Sample, encoding: Encoding, first: boolean): number {
  const wide = encoding === "utf-16le" || encoding === "utf-16be";
  if (wide) return decodes(sample.head.subarray(0, sample.head.length & ~1), encoding) ? 0 : 1;
  const head = sample.whole ? sample.head : sample.head.subarray(0, lastBreak(sample.head));
  if (first) return decodes(head, encoding) && decodes(sample.tail, encoding) ? 0 : 1;
  let bad = 0;
  for (const part of [head, sample.tail])
    for (let at = 0; at < part.length;) {
      const end = lineEnd(part, at);
      const next = end < 0 ? part.length : afterLineEnd(part, end);
      if (!decodes(part.subarray(at, next), encoding)) bad++;
      at = next;
    }
  return bad;
}

function lastBreak(bytes: Uint8Array): number {
  const end = Math.max(bytes.lastIndexOf(0x0a), bytes.lastIndexOf(0x0d));
  return end < 0 ? bytes.length : end + 1;
}

function decodes(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/**
 * CP932 or EUC-JP, both being valid. Read wrongly, each turns kana and common kanji into half-width
 * katakana, rare kanji and symbols; the more Japanese reading wins, and encoding-japanese breaks a tie.
 */
function moreJapanese(head: Uint8Array): Encoding {
  const shiftJis = japaneseScore(new TextDecoder("shift_jis").decode(head));
  const eucJp = japaneseScore(new TextDecoder("euc-jp").decode(head));
  if (Math.abs(shiftJis - eucJp) > 0.05) return shiftJis > eucJp ? "shift_jis" : "euc-jp";
  return Encodings.detect(head.subarray(0, TAIL_BYTES)) === "EUCJP" ? "euc-jp" : "shift_jis";
}

const commonKanji = new Set(
  "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨会社員番号氏住所都道府県市区町村郵便電話注文商品価格数量合計送料税込顧客性別誕生登録更新対応状況支払方法発送配達備考店舗価単小計割引様受付完了未済同意希望可否不要",
);

/** Mean weight of the characters above ASCII: kana and everyday kanji for, everything odd against. */
function japaneseScore(text: string): number {
  let score = 0;
  let count = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) continue;
    count++;
    if (code >= 0x3041 && code <= 0x30ff) score += 2;
    else if (commonKanji.has(character)) score += 2;
    else if (code >= 0x4e00 && code <= 0x9fff) score += 0.5;
    else if (code >= 0xff01 && code <= 0xff5e) score += 1;
    else if (code >= 0x3000 && code <= 0x3010) score += 1;
    else if (code >= 0xff61 && code <= 0xff9f) score -= 0.5;
    else if (code >= 0xe000 && code <= 0xf8ff) score -= 3;
    else score -= 1;
  }
  return count === 0 ? 0 : score / count;
}

/** The sample as text under an encoding, undecodable stretches as U+FFFD, byte order mark removed. */
export function decodeSample(sample: Sample, encoding: Encoding, bytes = sample.head.length): string {
  const part = sample.head.subarray(0, bytes);
  const cut = bytes >= sample.head.length && sample.whole ? part.length : lastBreak(part);
  const even = encoding.startsWith("utf-16") ? cut & ~1 : cut;
  return new TextDecoder(encoding).decode(part.subarray(0, even));
}
