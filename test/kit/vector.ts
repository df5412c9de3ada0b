/** What a correct reader makes of a vector. */
export const expectations = ["ok", "wrong-key", "tampered", "truncated", "unsupported"] as const;
export type Expectation = (typeof expectations)[number];

/** What the bytes of a vector are: see README.md. */
export const vectorKinds = ["database", "vault", "journal", "manifest"] as const;
type VectorKind = (typeof vectorKinds)[number];

/** One test vector: a text header, an empty line, then the bytes. */
export interface Vector {
  readonly name: string;
  readonly kind: VectorKind;
  readonly expect: Expectation;
  readonly comment: string;
  /** Hexadecimal bytes: of the passphrase for databases and vaults, of the HMAC key for manifests. */
  readonly secret?: string;
  /** SHA-256 in hexadecimal of what is read, for `ok`. */
  readonly content?: string;
  /** Why other implementations may rightly answer otherwise. */
  readonly elsewhere?: string;
  readonly bytes: Uint8Array;
}

const first = "kurabito vector 1";
const optional = ["secret", "content", "elsewhere"] as const;

/** The vector as a file. */
export function packVector(vector: Vector): Uint8Array {
  const lines = [first, `kind: ${vector.kind}`, `expect: ${vector.expect}`, `comment: ${vector.comment}`];
  for (const name of optional) {
    const value = vector[name];
    if (value !== undefined) lines.push(`${name}: ${value}`);
  }
  return Buffer.concat([Buffer.from(`${lines.join("\n")}\n\n`), vector.bytes]);
}

/** A vector from its file. @throws Error for a file that is none. */
export function readVector(name: string, file: Uint8Array): Vector {
  const bytes = Buffer.from(file);
  const end = bytes.indexOf("\n\n");
  const [start, ...lines] = bytes.toString("utf8", 0, end).split("\n");
  if (end < 0 || start !== first) throw new Error(`${name} is no vector`);
  const header = new Map(
    lines.map((line) => {
      const at = line.indexOf(": ");
      return [line.slice(0, at), line.slice(at + 2)] as const;
    }),
  );
  const kind = vectorKinds.find((one) => one === header.get("kind"));
  const expect = expectations.find((one) => one === header.get("expect"));
  if (kind === undefined || expect === undefined)
    throw new Error(`${name} says neither kind nor expectation`);
  const more = optional.flatMap((key) => {
    const value = header.get(key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    name,
    kind,
    expect,
    comment: header.get("comment") ?? "",
    ...Object.fromEntries(more),
    bytes: new Uint8Array(bytes.subarray(end + 2)),
  };
}
