import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameLead, liftBytes, lowerBytes, packFrame, unpackFrame } from "./frame.ts";

const bytes = fc.uint8Array({ maxLength: 64 });

describe("frames", () => {
  test("every frame comes back as it went", () => {
    fc.assert(
      fc.property(bytes, fc.array(bytes, { maxLength: 5 }), (head, parts) => {
        expect(unpackFrame(packFrame({ head, parts }))).toEqual({ head, parts });
      }),
    );
  });

  test("a frame that is cut or has bytes after its end is no frame", () => {
    fc.assert(
      fc.property(bytes, fc.array(bytes, { maxLength: 4 }), fc.nat(), (head, parts, at) => {
        const packed = packFrame({ head, parts });
        expect(unpackFrame(packed.subarray(0, at % packed.byteLength))).toBeUndefined();
        expect(unpackFrame(new Uint8Array([...packed, 0]))).toBeUndefined();
      }),
    );
  });

  test("no bytes make it throw, and a forged count asks for no memory", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const frame = unpackFrame(noise);
        if (frame !== undefined) expect(packFrame(frame)).toEqual(noise);
      }),
      { numRuns: 2_000 },
    );
    expect(unpackFrame(new Uint8Array([0, 0, 0, 0, 255, 255, 255, 255]))).toBeUndefined();
  });

  test("the lead says the lengths in little-endian order", () => {
    const lead = frameLead({ head: new Uint8Array(258), parts: [new Uint8Array(3)] });
    expect([...lead]).toEqual([2, 1, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0]);
  });
});

describe("byte arrays in plain data", () => {
  test("are lifted out and put back", () => {
    const value = { files: [{ name: "a", bytes: new Uint8Array([1]) }], bytes: new Uint8Array([2]), n: null };
    const parts: Uint8Array[] = [];
    const lifted = liftBytes(value, parts);
    expect(parts).toEqual([new Uint8Array([1]), new Uint8Array([2])]);
    expect(lowerBytes(JSON.parse(JSON.stringify(lifted)), parts)).toEqual(value);
  });

  test("an object that looks like a part is refused, a part that is not there is undefined", () => {
    expect(() => liftBytes({ a: { $part: 0 } }, [])).toThrow(TypeError);
    expect(lowerBytes({ a: { $part: 7 } }, [])).toEqual({ a: undefined });
    expect(lowerBytes({ a: { $part: "0" } }, [new Uint8Array()])).toEqual({ a: undefined });
  });

  test("a member named __proto__ stays data", () => {
    const parsed: unknown = JSON.parse('{"__proto__":{"polluted":1}}');
    const lowered = lowerBytes(parsed, []);
    expect(Object.keys(lowered as object)).toEqual(["__proto__"]);
    expect("polluted" in {}).toBe(false);
  });
});
