import type { CustomScheme } from "electron";
import { fault } from "../../workers/base/fault.ts";
import { LEASED_PIECES_PATH } from "../../workers/terms/vault-file.ts";
import type { FileMap } from "../bundle/file-map.ts";
import { securityHeaders } from "../bundle/headers.ts";
import { framedAnswer, parseCall } from "../hostservice/framed-call.ts";
import type { HostService } from "../hostservice/host-service.ts";

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

/** What the protocol handler looks at of a request. */
type BundleRequest = Pick<Request, "method" | "url" | "arrayBuffer">;

/**
 * The protocol handler: a look-up in the file map, with every response's headers. The one call it passes on is a worker's
 * for a piece of a leased file: a worker has no other way to wait for an answer.
 */
export function answerBundle(
  files: FileMap,
  host: Pick<HostService, "answer">,
): (request: BundleRequest) => Response | Promise<Response> {
  return (request) => {
    const { method, url } = request;
    if (!isBundleAddress(url)) return new Response(null, { status: 403 });
    if (method === "POST" && new URL(url).pathname === LEASED_PIECES_PATH) return answerPiece(request, host);
    const answer = files.answer(method, url);
    return new Response(answer.body.slice(), { status: answer.status, headers: { ...answer.headers } });
  };
}

async function answerPiece(
  request: Pick<BundleRequest, "arrayBuffer">,
  host: Pick<HostService, "answer">,
): Promise<Response> {
  const call = parseCall(new Uint8Array(await request.arrayBuffer()));
  const outcome =
    call !== undefined && "input" in call
      ? await host.answer("readLeased", call.input)
      : fault("bad-arguments");
  return new Response(framedAnswer(outcome).slice(), {
    headers: { ...securityHeaders, "Content-Type": "application/octet-stream" },
  });
}
