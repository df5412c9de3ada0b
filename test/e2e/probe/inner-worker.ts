import initSqlJs from "sql.js";
import wasmUrl from "sql.js/dist/sql-wasm-browser.wasm?url";

const wasmBinary = await (await fetch(wasmUrl)).arrayBuffer();
const sql = await initSqlJs({ wasmBinary });
const version = String(new sql.Database().exec("select sqlite_version()")[0]?.values[0]?.[0]);
self.postMessage({
  isolated: self.crossOriginIsolated,
  sqliteVersion: version,
  sharedMemory: new SharedArrayBuffer(8).byteLength === 8,
});
