import { createHmac } from "node:crypto";
import { fixed, sha256 } from "./seal.ts";
import type { Vector } from "./vector.ts";

const key = fixed("manifest key", 32);
const digest = (name: string): string => Buffer.from(fixed(name, 32)).toString("hex");

type Json = Readonly<Record<string, unknown>>;

const usual: Json = {
  at: "2026-11-22T01:02:03.004Z",
  changes: 5,
  counter: 3,
  format: "kurabito freshness 1",
  pages: 40,
  record: { mac: digest("record"), seq: 9 },
  root: digest("root"),
  vaultId: "6f1b2c9e-1111-4222-8333-123456789abc",
};

/** JSON with sorted members and no white space (RFC 8785), for members that are plain. */
function canonical(value: Json): string {
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${text(value[name])}`).join(",")}}`;
}

function text(value: unknown): string {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? canonical(value as Json) : JSON.stringify(value);
}

const macOf = (document: Json, hash = "sha256"): string =>
  createHmac(hash, key).update(canonical(document)).digest("hex");

/** The document with its mac, as it lies beside the vault. */
const sealed = (document: Json, mac = macOf(document)): string => canonical({ ...document, mac });

/** The content's hash: of the canonical document without its mac. */
export function manifestContent(document: Json): string {
  return sha256(canonical({ format: "kurabito freshness 1", ...document }));
}

function vector(name: string, expect: Vector["expect"], comment: string, bytes: string | Uint8Array): Vector {
  const secret = Buffer.from(key).toString("hex");
  return {
    name: `manifest_${name}`,
    kind: "manifest",
    expect,
    comment,
    secret,
    bytes: new Uint8Array(Buffer.from(bytes)),
  };
}

const ok = (name: string, comment: string, change: Json = {}): Vector => {
  const document = { ...usual, ...change };
  return { ...vector(name, "ok", comment, sealed(document)), content: manifestContent(document) };
};

/** A member changed after the document was sealed. */
const changed = (name: string, change: Json): Vector =>
  vector(
    `${name}_changed`,
    "tampered",
    `\`${name}\` changed, the mac left`,
    canonical({ ...usual, ...change, mac: macOf(usual) }),
  );

/** Sealed rightly, and still no manifest of this version. */
const odd = (name: string, comment: string, document: Json): Vector =>
  vector(name, "unsupported", comment, sealed(document));

const without = (name: string): Json =>
  Object.fromEntries(Object.entries(usual).filter(([member]) => member !== name));
const text0 = sealed(usual);
const mac = macOf(usual);
const rewritten = (name: string, comment: string, bytes: string | Uint8Array): Vector =>
  vector(name, "tampered", `${comment}: not the canonical text`, bytes);

/** Freshness manifests that hold, and others. */
export const manifestVectors: readonly Vector[] = [
  ok("usual", "a manifest"),
  ok("counter_zero", "nothing saved yet", {
    counter: 0,
    changes: 0,
    record: { mac: digest("none"), seq: 0 },
  }),
  ok("counter_high", "the largest counter", { counter: Number.MAX_SAFE_INTEGER }),
  ok("vault_id_japanese", "a vault id outside ASCII, not escaped", { vaultId: "蔵 一" }),
  ok("one_page", "a vault of one page", { pages: 1 }),
  { ...vector("other_key", "wrong-key", "the key of another vault", text0), secret: digest("another key") },
  { ...vector("key_zero", "wrong-key", "a key of zeros", text0), secret: "00".repeat(32) },
  changed("at", { at: "2026-11-22T01:02:03.005Z" }),
  changed("changes", { changes: 6 }),
  changed("counter", { counter: 4 }),
  changed("format", { format: "kurabito freshness 2" }),
  changed("pages", { pages: 41 }),
  changed("record_seq", { record: { mac: digest("record"), seq: 10 } }),
  changed("record_mac", { record: { mac: digest("another record"), seq: 9 } }),
  changed("root", { root: digest("another root") }),
  changed("vaultId", { vaultId: "another" }),
  vector(
    "mac_flipped",
    "tampered",
    "one bit of the mac",
    sealed(usual, (mac.startsWith("0") ? "1" : "0") + mac.slice(1)),
  ),
  vector("mac_zero", "tampered", "a mac of zeros", sealed(usual, "0".repeat(64))),
  vector(
    "mac_without_key",
    "tampered",
    "a plain hash in place of the mac",
    sealed(usual, sha256(canonical(usual))),
  ),
  vector("mac_half", "tampered", "half a mac", sealed(usual, mac.slice(0, 32))),
  vector("mac_sha512", "tampered", "HMAC-SHA-512", sealed(usual, macOf(usual, "sha512"))),
  vector("mac_missing", "tampered", "no mac", canonical(usual)),
  rewritten("mac_upper_case", "the mac in capitals", sealed(usual, mac.toUpperCase())),
  rewritten("newline_behind", "a line feed at the end", `${text0}\n`),
  rewritten("space_inside", "a space", text0.replace(":", ": ")),
  rewritten("byte_order_mark", "a byte order mark", `\uFEFF${text0}`),
  rewritten("escaped", "a letter escaped", text0.replace('"at"', '"\\u0061t"')),
  rewritten(
    "order",
    "members in another order",
    `{"vaultId":${JSON.stringify(usual["vaultId"])},${text0.slice(1).replace(/,"vaultId":"[^"]*"/, "")}`,
  ),
  rewritten("member_twice", "a member twice", text0.replace('"counter":3', '"counter":3,"counter":3')),
  rewritten(
    "number_as_real",
    "a number with a fraction of zero",
    text0.replace('"counter":3', '"counter":3.0'),
  ),
  rewritten("number_as_exponent", "a number with an exponent", text0.replace('"counter":3', '"counter":3e0')),
  rewritten("member_added", "a member nobody sealed", text0.replace('"at"', '"also":1,"at"')),
  rewritten("utf16", "UTF-16", Buffer.from(text0, "utf16le")),
  rewritten("two_documents", "the document twice", text0 + text0),
  odd("format_2", "a later format", { ...usual, format: "kurabito freshness 2" }),
  odd("format_missing", "no format", without("format")),
  ...["at", "changes", "counter", "pages", "record", "root", "vaultId"].map((name) =>
    odd(`${name}_missing`, `no \`${name}\``, without(name)),
  ),
  odd("counter_negative", "a counter below zero", { ...usual, counter: -1 }),
  odd("counter_fraction", "a counter that is no whole number", { ...usual, counter: 1.5 }),
  odd("counter_text", "a counter as text", { ...usual, counter: "3" }),
  odd("counter_too_high", "a counter that doubles cannot count", { ...usual, counter: 2 ** 53 }),
  odd("root_short", "a root of 62 digits", { ...usual, root: digest("root").slice(2) }),
  odd("root_capitals", "a root in capitals", { ...usual, root: digest("root").toUpperCase() }),
  odd("at_no_time", "a time that is none", { ...usual, at: "yesterday" }),
  odd("record_null", "no record", { ...usual, record: null }),
  odd("member_added_sealed", "a member of a later version, sealed", { ...usual, more: 1 }),
  odd(
    "proto_member",
    "a member named __proto__, sealed",
    JSON.parse(`{"__proto__":{},${canonical(usual).slice(1)}`) as Json,
  ),
  vector("array", "unsupported", "an array", "[]"),
  vector("null", "unsupported", "null", "null"),
  vector("empty_object", "unsupported", "an object without members", "{}"),
  vector("deep", "unsupported", "an array 2,000 deep", "[".repeat(2000) + "]".repeat(2000)),
  vector(
    "too_long",
    "unsupported",
    "a document of more than 4,096 bytes, sealed",
    sealed({ ...usual, vaultId: "x".repeat(4096) }),
  ),
  vector("not_utf8", "unsupported", "bytes that are no UTF-8", Uint8Array.of(0x7b, 0xff, 0x7d)),
  vector("cut_to_nothing", "truncated", "an empty file", ""),
  vector("cut_half", "truncated", "the first half", text0.slice(0, text0.length / 2)),
  vector("cut_last_byte", "truncated", "without its last brace", text0.slice(0, -1)),
  vector("cut_first_byte", "truncated", "without its first brace", text0.slice(1)),
];
