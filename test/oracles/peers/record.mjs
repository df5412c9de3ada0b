// A record verified by native SQLite and Node's own HMAC: node record.mjs DATABASE REPEATS. Prints one JSON document.
import { createHmac } from "node:crypto";
import Database from "better-sqlite3-multiple-ciphers";

const db = new Database(process.argv[2], { readonly: true });
const key = Buffer.alloc(32, 7);

function verify() {
  let before = "0".repeat(64);
  let lines = 0;
  for (const row of db
    .prepare("SELECT seq, at, gate, action, payload, prev, mac FROM record ORDER BY seq")
    .iterate()) {
    const { seq, at, gate, action, payload, prev, mac } = row;
    const text = `{"action":${JSON.stringify(action)},"at":${JSON.stringify(at)},"gate":${JSON.stringify(gate)},"payload":${payload},"seq":${seq}}`;
    if (
      prev !== before ||
      mac !==
        createHmac("sha256", key)
          .update(prev + text)
          .digest("hex")
    )
      return { lines, intact: 0 };
    before = mac;
    lines++;
  }
  return { lines, intact: 1 };
}

const times = [];
let answer;
for (let i = 0; i < Number(process.argv[3]); i++) {
  const start = performance.now();
  answer = verify();
  times.push(performance.now() - start);
}
console.log(JSON.stringify({ ms: times.sort((a, b) => a - b)[times.length >> 1], ...answer }));
