declare const pseudonymised: unique symbol;

/**
 * Data about people under numbers of one run: a model may be trained on them (APPI art. 41, 仮名加工情報; GDPR art. 4(5)).
 * They can never become a list of people: what writes files takes only what is `Nameable`, and the compiler refuses these.
 */
export type Pseudonymised<T extends object> = T & { readonly [pseudonymised]: true };

/** Anything but a pseudonymised set. */
export type Nameable<T extends object> = T & { readonly [pseudonymised]?: never };

/** Marks data whose rows were given numbers of their own. Only `featureRun` does. */
export function asPseudonymised<T extends object>(data: T): Pseudonymised<T> {
  return data as Pseudonymised<T>;
}
