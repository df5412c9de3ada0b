import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { securityHeaders } from "./headers.ts";

/** The types of the files a build holds; a file of any other type is not served. */
const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".txt": "text/plain; charset=utf-8",
};

/** One answer of the private origin. */
export interface BundleAnswer {
  readonly status: 200 | 404 | 405;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The files of the private origin. */
export interface FileMap {
  /** The answer to a request by its method and URL; the query and the fragment do not matter. */
  answer(method: string, url: string): BundleAnswer;
  readonly paths: readonly string[];
}

/**
 * The map of a built window: made once at start, so that a request is a look-up and never a path on the
 * disk. Contents are read at first use and kept.
 *
 * @throws the file system's error when the folder cannot be listed.
 */
export function fileMap(folder: string): FileMap {
  const files = new Map<
    string,
    { readonly file: string; readonly type: string; body?: Uint8Array | undefined }
  >();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name).toLowerCase()];
    if (!entry.isFile() || type === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(folder.length).replaceAll("\\", "/");
    files.set(path.startsWith("/") ? path : `/${path}`, { file, type });
  }
  return {
    paths: [...files.keys()],
    answer: (method, url) => {
      if (method !== "GET" && method !== "HEAD") return refusal(405);
      const path = pathOf(url);
      const found = path === undefined ? undefined : files.get(path === "/" ? "/index.html" : path);
      if (found === undefined) return refusal(404);
      found.body ??= readOrUndefined(found.file);
      // A new build may have taken the file away under a running window: no reason to end the host.
      if (found.body === undefined) return refusal(404);
      return {
        status: 200,
        headers: { ...securityHeaders, "Content-Type": found.type },
        body: method === "HEAD" ? new Uint8Array() : found.body,
      };
    },
  };
}

function readOrUndefined(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function pathOf(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url).pathname);
  } catch {
    return undefined;
  }
}

function refusal(status: 404 | 405): BundleAnswer {
  return {
    status,
    headers: { ...securityHeaders, "Content-Type": "text/plain; charset=utf-8" },
    body: new Uint8Array(),
  };
}
