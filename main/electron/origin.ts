import type { CustomScheme } from "electron";
import type { FileMap } from "../bundle/file-map.ts";

/** The private scheme and origin of the window. */
export const bundleScheme = "app";
export const bundleOrigin = "app://bundle";

/** What the scheme may do; given to Electron before it is ready. */
export const bundlePrivileges: CustomScheme = {
  scheme: bundleScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** Whether an address lies in the private origin: parsed and compared exactly, never by its beginning. */
export function isBundleAddress(address: string): boolean {
  try {
    const url = new URL(address);
    return (
      url.protocol === `${bundleScheme}:` &&
      url.host === "bundle" &&
      url.username === "" &&
      url.password === ""
    );
  } catch {
    return false;
  }
}

/** The protocol handler: a look-up in the file map, with every response's headers. */
export function answerBundle(files: FileMap): (request: Pick<Request, "method" | "url">) => Response {
  return ({ method, url }) => {
    if (!isBundleAddress(url)) return new Response(null, { status: 403 });
    const answer = files.answer(method, url);
    return new Response(answer.body.slice(), { status: answer.status, headers: { ...answer.headers } });
  };
}
