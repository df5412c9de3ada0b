// Native SQLCipher 4 (SQLite3MultipleCiphers) on a vault of ours: node vault.mjs FILE. Prints one JSON document.
// The same questions as `use` in test/bench/vault-file.ts: a first row, a commit of one row, a commit of every page.
import Database from "better-sqlite3-multiple-ciphers";

const residentMiB = () => process.memoryUsage().rss / 2 ** 20;
const timed = (work) => {
  const from = performance.now();
  work();
  return performance.now() - from;
};

const [, , file] = process.argv;
const before = residentMiB();
const db = new Database(file);
const keyMs = timed(() => {
  db.pragma("cipher='sqlcipher'");
  db.pragma("legacy=4");
  db.pragma("key='correct horse battery staple'");
  db.pragma("synchronous = FULL");
  db.prepare("SELECT count(*) FROM sqlite_master").get();
});
const firstQueryMs = timed(() => db.prepare("SELECT report FROM runs WHERE id = 777").get());
const openedMiB = residentMiB() - before;
const touch = (where) => db.prepare(`UPDATE runs SET at = at || 'y' WHERE ${where}`).run();
const commits = [2500, 11, 1800].map((id) => timed(() => touch(`id = ${id}`))).sort((a, b) => a - b);
const fullSaveMs = timed(() => touch("true"));
console.log(JSON.stringify({ keyMs, firstQueryMs, openedMiB, commitMs: commits[1], fullSaveMs }));
