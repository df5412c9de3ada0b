/**
 * What the receiver's page runs: plain JavaScript of its own, for it must work in any browser without this program. It says the same as
 * workers/gates/release/verify.ts; test/e2e/receivers-proof.spec.ts holds the two together.
 */
export const pageScript = String.raw`"use strict";
const words = JSON.parse(document.getElementById("words").textContent);
const given = new Map();
let language = navigator.language.startsWith("ja") ? "ja" : "en";

const say = (key, values = {}) =>
  words[language][key].replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name] ?? ""));

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
const sha256 = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));
const utf8 = (text) => new TextEncoder().encode(text);
const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

// RFC 8785: members sorted, no white space; absent members are left out.
function canonical(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  const members = Object.keys(value).sort().filter((key) => value[key] !== undefined);
  return "{" + members.map((key) => JSON.stringify(key) + ":" + canonical(value[key])).join(",") + "}";
}

function parseManifest(text) {
  try {
    const manifest = JSON.parse(text);
    const whole =
      manifest.format === "kurabito-manifest/1" && typeof manifest.digest === "string" && Array.isArray(manifest.columns) &&
      Number.isInteger(manifest.rows) && Array.isArray(manifest.files) && manifest.files.length > 0 &&
      manifest.files.every((file) => typeof file.name === "string" && typeof file.sha256 === "string");
    return whole ? manifest : undefined;
  } catch {
    return undefined;
  }
}

// RFC 4180: line ends inside quotes belong to their cell; CRLF, LF and CR end a record alike.
function outline(bytes, manifest) {
  const text = new TextDecoder(manifest.encoding ?? "utf-8").decode(bytes);
  let header = [], record = [], cell = "", quoted = false, begun = false, records = 0;
  const end = () => {
    if (records++ === 0) header = [...record, cell];
    record = [];
    cell = "";
    begun = false;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += char;
        at++;
      } else quoted = false;
    } else if (char === '"') quoted = begun = true;
    else if (char === "\n" || (char === "\r" && text[at + 1] !== "\n")) end();
    else if (char !== "\r") {
      if (char === ",") record.push(cell);
      cell = char === "," ? "" : cell + char;
      begun = true;
    }
  }
  if (begun) end();
  return manifest.headless ? { header: [], rows: records } : { header, rows: Math.max(0, records - 1) };
}

async function signatureHolds(manifest, covered) {
  try {
    const bytes = fromBase64(manifest.signer.publicKey);
    if ((await sha256(bytes)) !== manifest.signer.fingerprint) return false;
    const curve = { name: "ECDSA", namedCurve: "P-256" };
    const key = await crypto.subtle.importKey("spki", bytes, curve, false, ["verify"]);
    const scheme = { name: "ECDSA", hash: "SHA-256" };
    return await crypto.subtle.verify(scheme, key, fromBase64(manifest.signature), utf8(covered));
  } catch {
    return false;
  }
}

// Pages and JSON have no rows to count.
const isTabular = (name) => !/\.(?:html|json)$/.test(name);

async function checksOf(manifest) {
  const checks = [];
  const check = (code, passed, name = "") => checks.push({ code, passed, name });
  const covered = canonical({ ...manifest, digest: undefined, signature: undefined });
  check("format", true);
  check("digest", (await sha256(utf8(covered))) === manifest.digest);
  if (manifest.signer !== undefined || manifest.signature !== undefined)
    check("signature", await signatureHolds(manifest, covered));
  let rows = 0;
  for (const { name, bytes: size, sha256: hash } of manifest.files) {
    const file = given.get(name);
    check("file-present", file !== undefined, name);
    if (file === undefined) continue;
    const bytes = new Uint8Array(await file.arrayBuffer());
    check("file-bytes", bytes.byteLength === size, name);
    check("file-sha256", (await sha256(bytes)) === hash, name);
    if (!isTabular(name)) continue;
    const found = outline(bytes, manifest);
    rows += found.rows;
    if (!manifest.headless)
      check("file-columns", found.header.join(", ") === manifest.columns.join(", "), name);
  }
  const last = manifest.files.filter(({ name }) => isTabular(name)).at(-1);
  if (last !== undefined) check("file-rows", rows === manifest.rows, last.name);
  return checks;
}

const element = (tag, text, className = "") => Object.assign(document.createElement(tag), { textContent: text, className });

function showFacts(manifest) {
  const fact = (key, value) => [element("dt", say(key)), element("dd", String(value))];
  const withheld = Object.values(manifest.withheld ?? {}).reduce((sum, count) => sum + count, 0);
  const fingerprint = manifest.signer && manifest.signer.fingerprint.replace(/(.{4})(?=.)/g, "$1 ");
  document.getElementById("facts").replaceChildren(
    ...fact("ofWhom", manifest.segment), ...fact("madeAt", manifest.createdAt), ...fact("rows", manifest.rows),
    ...fact("people", manifest.people), ...fact("withheld", manifest.withheldBelow === undefined ? withheld : say(manifest.countsIn === undefined ? "withheldAbout" : "withheldTens", { sum: withheld, k: manifest.withheldBelow })),
    ...(manifest.k === undefined ? [] : fact("k", manifest.k)),
    ...(fingerprint === undefined ? [] : fact("fingerprint", fingerprint)),
  );
}

async function run() {
  document.documentElement.lang = language;
  document.title = say("title");
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = say(node.dataset.word);
  const result = document.getElementById("result");
  const list = document.getElementById("checks");
  const show = (state, key) => {
    result.dataset.state = state;
    result.textContent = say(key);
  };
  list.replaceChildren();
  document.getElementById("facts").replaceChildren();
  if (given.size === 0) return show("waiting", "waiting");
  show("waiting", "working");
  let manifest;
  for (const file of given.values())
    if (file.name.endsWith(".json")) manifest = parseManifest(await file.text()) ?? manifest;
  if (manifest === undefined) return show("failed", "noManifest");
  const checks = await checksOf(manifest);
  list.replaceChildren(...checks.map(({ code, passed, name }) =>
    element("li", say(passed ? "passed" : "failed") + "  " + say("check." + code, { name }), passed ? "passed" : "failed")));
  if (manifest.signature === undefined && manifest.signer === undefined) list.append(element("li", say("unsigned"), "note"));
  showFacts(manifest);
  const intact = checks.every(({ passed }) => passed);
  show(intact ? "passed" : "failed", intact ? "intact" : "notIntact");
}

function take(files) {
  const all = [...files];
  // A new manifest begins anew.
  if (all.some((file) => file.name.endsWith(".manifest.json"))) given.clear();
  for (const file of all) given.set(file.name, file);
  void run();
}

const area = document.getElementById("area");
document.getElementById("files").addEventListener("change", (event) => take(event.target.files));
area.addEventListener("dragover", (event) => event.preventDefault());
area.addEventListener("drop", (event) => {
  event.preventDefault();
  take(event.dataTransfer.files);
});
document.getElementById("language").addEventListener("click", () => {
  language = language === "ja" ? "en" : "ja";
  void run();
});
void run();
`;
