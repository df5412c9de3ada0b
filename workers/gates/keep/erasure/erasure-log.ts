import * as v from "valibot";
import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Vault } from "../../../vault/vault.ts";
import { storedCertificates } from "./certificates.ts";
import { erasedPeople, keysOfText, keysText, type ErasedPerson } from "./erased-people.ts";

/*
 * The log of erasures beside the backups (docs/adr/0023): a copy of tables erased_people and certificates, so that a backup that
 * is put back learns whom it must not hold, whatever has become of the vault since. UTF-8, one line each:
 *
 *   kurabito erasures 1
 *   HMAC-SHA-256 (hex) under the vault's pseudonym key over all that follows
 *   C <certificate as JSON>
 *   P <certificate> <at> <person> <keys...>
 */
const TITLE = "kurabito erasures 1";

/** What the log tells. */
export interface ErasureLog {
  readonly certificates: readonly {
    readonly number: string;
    readonly at: string;
    readonly document: string;
  }[];
  readonly people: readonly ErasedPerson[];
}

/** The log as the vault has it. */
export function logOfVault(vault: Pick<Vault, "db">): ErasureLog {
  return { certificates: storedCertificates(vault.db), people: erasedPeople(vault.db) };
}

/** The log as it lies beside the backups. */
export function encodeLog(vault: Pick<Vault, "pseudonym">, log: ErasureLog): Uint8Array<ArrayBuffer> {
  const body = [
    ...log.certificates.map(({ document }) => `C ${document}\n`),
    ...log.people.map(
      ({ certificate, at, person, keys }) => `P ${[certificate, at, person, keysText(keys)].join(" ")}\n`,
    ),
  ].join("");
  return new Uint8Array(new TextEncoder().encode(`${TITLE}\n${macOf(vault, body)}\n${body}`));
}

/** The log in these bytes; undefined where this vault's key did not seal exactly them. */
export function decodeLog(vault: Pick<Vault, "pseudonym">, bytes: Uint8Array): ErasureLog | undefined {
  // A copy: decoders refuse shared memory.
  const text = new TextDecoder().decode(new Uint8Array(bytes));
  const head = `${TITLE}\n`;
  const start = head.length + 65;
  if (!text.startsWith(head) || text.slice(head.length, start - 1) !== macOf(vault, text.slice(start)))
    return undefined;
  const certificates: ErasureLog["certificates"][number][] = [];
  const people: ErasedPerson[] = [];
  for (const line of text.slice(start).split("\n")) {
    const rest = line.slice(2);
    if (line.startsWith("C ")) {
      const { number, at } = v.parse(headSchema, JSON.parse(rest));
      certificates.push({ number, at, document: rest });
    } else if (line.startsWith("P ")) {
      const [certificate = "", at = "", person = "", ...keys] = rest.split(" ");
      people.push({ certificate, at, person, keys: keysOfText(keys.join(" ")) });
    }
  }
  return { certificates, people };
}

const headSchema = v.object({ number: v.string(), at: v.string() });

/** Writes what the vault knows into the log beside its backups; nothing where the port has none. */
export async function keepLog(vault: Pick<Vault, "db" | "pseudonym" | "erasureLog">): Promise<Outcome<null>> {
  if (vault.erasureLog === undefined) return ok(null);
  return vault.erasureLog.write(encodeLog(vault, logOfVault(vault)));
}

function macOf(vault: Pick<Vault, "pseudonym">, body: string): string {
  return vault.pseudonym(`erasures:${body}`);
}
