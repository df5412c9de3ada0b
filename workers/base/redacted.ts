const secrets = new WeakMap<object, unknown>();

/** A secret that prints as `<redacted>` wherever it is logged, serialised or put in an error. */
export class Redacted<T> {
  declare private readonly brand: T;

  constructor(secret: T) {
    secrets.set(this, secret);
  }

  toString(): string {
    return "<redacted>";
  }

  toJSON(): string {
    return "<redacted>";
  }
}

/** The secret inside; the only way to it, so that every use can be found by name. */
export function revealRedacted<T>(redacted: Redacted<T>): T {
  return secrets.get(redacted) as T;
}
