import { expect, test } from "vitest";
import { fault } from "../base/fault.ts";
import { ok } from "../base/result.ts";
import { unwrapKey, wrapKey } from "./wrapped-key.ts";

const raw = (): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: 32 }, (_, i) => 200 - i);

test("a wrapped key comes back, and each wrapping is another", async () => {
  const first = await wrapKey(raw());
  const second = await wrapKey(raw());
  expect(await unwrapKey(first)).toEqual(ok(raw()));
  expect(second.secret).not.toEqual(first.secret);
  expect(second.wrapped).not.toEqual(first.wrapped);
  for (const half of [first.secret, first.wrapped])
    expect(Buffer.from(half).includes(Buffer.from(raw().slice(0, 8)))).toBe(false);
});

test("halves that do not belong together, and any changed byte, are refused", async () => {
  const { secret, wrapped } = await wrapKey(raw());
  const other = await wrapKey(raw());
  const refused = fault("keychain-failed");
  expect(await unwrapKey({ secret: other.secret, wrapped })).toEqual(refused);
  for (let i = 0; i < wrapped.length; i++) {
    const changed = wrapped.slice();
    changed[i] = (changed[i] ?? 0) ^ 1;
    expect(await unwrapKey({ secret, wrapped: changed })).toEqual(refused);
  }
  for (const length of [0, 11, 12, 28, wrapped.length - 1])
    expect(await unwrapKey({ secret, wrapped: wrapped.slice(0, length) })).toEqual(refused);
  for (const length of [0, 16, 31, 33])
    expect(await unwrapKey({ secret: new Uint8Array(length), wrapped })).toEqual(refused);
});
