import type { FieldTarget } from "../../../terms/field.ts";
import { HASH_MARK, isKeyedHash } from "../parse/keyed-hash-text.ts";
import { normalizeEmail, normalizeId, normalizeLineUserId, normalizePhone } from "../parse/person.ts";

/** The vault's HMAC-SHA-256 of a text, 64 hexadecimal digits. */
export type Pseudonym = (text: string) => string;

/**
 * What is stored in place of a value: the keyed hash of the value as it is matched, so that equal values join however they
 * are written. The same hash by which an erased identifier is remembered. A hash stays itself; a value that cannot be read
 * gives undefined.
 */
export function keyedHash(target: FieldTarget, text: string, pseudonym: Pseudonym): string | undefined {
  const plain = text.trim();
  if (isKeyedHash(plain)) return plain;
  const value =
    target === "email"
      ? normalizeEmail(plain)
      : target === "phone"
        ? normalizePhone(plain)
        : target === "line_user_id"
          ? normalizeLineUserId(plain)
          : normalizeId(plain);
  return value === undefined ? undefined : `${HASH_MARK}${pseudonym(`${target}:${value}`)}`;
}
