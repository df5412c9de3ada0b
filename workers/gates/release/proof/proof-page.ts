import { languages, type Language } from "../../../terms/language.ts";
import type { Sha256 } from "../files/sha256.ts";
import { word } from "../words.ts";
import { pageScript } from "./page-script.ts";

const style = `:root{color-scheme:light dark}
body{font:16px/1.7 system-ui,"Hiragino Sans","Yu Gothic",sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
#area{border:2px dashed currentColor;border-radius:8px;padding:1.5rem;margin:1rem 0}
#result{font-weight:700;border-inline-start:6px solid currentColor;padding:.5rem 1rem}
#result[data-state=passed],.passed{color:light-dark(#0b6b3a,#6fd39b)}
#result[data-state=failed],.failed{color:light-dark(#a4161a,#ff9a9a)}
#checks{padding-inline-start:1.2rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dd{margin:0;overflow-wrap:anywhere}
button,input{font:inherit}`;

/** What the page says itself; the sentences of the checks are those of the command line. */
const own = [
  "title",
  "lead",
  "choose",
  "otherLanguage",
  "waiting",
  "working",
  "noManifest",
  "intact",
  "notIntact",
  "passed",
  "failed",
  "unsigned",
  "ofWhom",
  "madeAt",
  "rows",
  "people",
  "withheld",
  "withheldAbout",
  "withheldTens",
  "k",
  "fingerprint",
  "limits",
] as const;
const checks = [
  "format",
  "digest",
  "signature",
  "file-present",
  "file-bytes",
  "file-sha256",
  "file-rows",
  "file-columns",
] as const;

/**
 * A page that checks a release without the vault, without this program and without a network: whoever receives the files opens it in a
 * browser and drops them on it. It is the same for all releases and holds nothing of them. Its policy lets nothing run or load but
 * its own script and style, by their hashes, and lets it reach no address (CSP Level 3).
 */
export function proofPage(sha256: Sha256): Uint8Array<ArrayBuffer> {
  const sentences = Object.fromEntries(
    languages.map((language) => [language, Object.fromEntries(wordsOf(language))]),
  );
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${base64(sha256(pageScript))}'`,
    `style-src 'sha256-${base64(sha256(style))}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const page = `<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>Kurabito</title>
<style>${style}</style>
</head>
<body>
<main>
<h1 data-word="title"></h1>
<p data-word="lead"></p>
<div id="area">
<label for="files" data-word="choose"></label>
<p><input id="files" type="file" multiple></p>
</div>
<p id="result" role="status"></p>
<ul id="checks"></ul>
<dl id="facts"></dl>
<p><small data-word="limits"></small></p>
<p><button id="language" type="button" data-word="otherLanguage"></button></p>
</main>
<script type="application/json" id="words">${JSON.stringify(sentences).replaceAll("<", "\\u003c")}</script>
<script>${pageScript}</script>
</body>
</html>
`;
  return new TextEncoder().encode(page);
}

function wordsOf(language: Language): ReadonlyMap<string, string> {
  const blank = { name: "{{name}}" };
  return new Map([
    ...own.map(
      (key) => [key, word(language, key === "unsigned" ? "note.unsigned" : `proof.${key}`)] as const,
    ),
    ...checks.map((code) => [`check.${code}`, word(language, `check.${code}`, blank)] as const),
  ]);
}

function base64(hex: string): string {
  return btoa(String.fromCharCode(...(hex.match(/../gu) ?? []).map((pair) => Number.parseInt(pair, 16))));
}
