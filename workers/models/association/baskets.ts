/** What was bought in which order, by position. */
export interface Baskets {
  /** Orders of person p are `orderStart[p]` to `orderStart[p + 1]`. */
  readonly orderStart: Int32Array;
  /** Products of order o are `itemStart[o]` to `itemStart[o + 1]`. */
  readonly itemStart: Int32Array;
  readonly product: Int32Array;
}

/** Who bought some products, and who bought two of them in one order. Members are person indices, ascending, each once. */
export interface BasketGroups {
  /** Products, most people first, then by number. */
  readonly products: readonly number[];
  readonly buyers: readonly Int32Array[];
  readonly pairs: readonly {
    /** Places in `products`, `first` before `second`. */
    readonly first: number;
    readonly second: number;
    readonly together: Int32Array;
  }[];
}

/**
 * Groups people by what they bought: the `most` products with the most buyers, and every two of them that anybody bought in one order.
 * A person counts once however often they bought. Exact, one pass over the orders; pairs are counted inside baskets only (Agrawal
 * & Srikant, VLDB 1994: a pair can have no more buyers than either product).
 *
 * @param mask 1 for people to look at.
 */
export function basketGroups(
  { orderStart, itemStart, product }: Baskets,
  mask: Uint8Array,
  most: number,
): BasketGroups {
  const buyersOf = new Map<number, number[]>();
  for (let person = 0; person < mask.length; person++) {
    if (mask[person] !== 1) continue;
    for (let i = itemStart[orderStart[person]!]!; i < itemStart[orderStart[person + 1]!]!; i++)
      put(buyersOf, product[i]!, person);
  }
  const products = [...buyersOf.keys()]
    .sort((a, b) => buyersOf.get(b)!.length - buyersOf.get(a)!.length || a - b)
    .slice(0, most);
  const place = new Map(products.map((code, at) => [code, at]));
  const togetherOf = new Map<number, number[]>();
  for (let person = 0; person < mask.length; person++) {
    if (mask[person] !== 1) continue;
    for (let order = orderStart[person]!; order < orderStart[person + 1]!; order++) {
      const basket = new Set<number>();
      for (let i = itemStart[order]!; i < itemStart[order + 1]!; i++) {
        const at = place.get(product[i]!);
        if (at !== undefined) basket.add(at);
      }
      for (const first of basket)
        for (const second of basket)
          if (first < second) put(togetherOf, first * products.length + second, person);
    }
  }
  return {
    products,
    buyers: products.map((code) => Int32Array.from(buyersOf.get(code)!)),
    pairs: [...togetherOf]
      .sort(([a, these], [b, those]) => those.length - these.length || a - b)
      .map(([key, together]) => ({
        first: Math.floor(key / products.length),
        second: key % products.length,
        together: Int32Array.from(together),
      })),
  };
}

/** People come in ascending order, so a person already in a list is its last. */
function put(lists: Map<number, number[]>, key: number, person: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [person]);
  else if (list.at(-1) !== person) list.push(person);
}

/** What buying one product says of buying another in the same order. */
export interface RuleFigures {
  /** Share of all people who bought both in one order. */
  readonly support: number;
  /** Of those who bought the first, the share who bought the second with it. */
  readonly confidence: number;
  /** Confidence against the share of all people who bought the second: 1 where one says nothing of the other. */
  readonly lift: number;
}

/** Support, confidence and lift of first → second by numbers of people (Agrawal, Imieliński & Swami, SIGMOD 1993; Brin et al. 1997). */
export function ruleFigures(all: number, first: number, second: number, together: number): RuleFigures {
  const confidence = together / first;
  return { support: together / all, confidence, lift: confidence / (second / all) };
}
