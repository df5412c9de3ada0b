/** The name columns of a stored customer. */
export interface NameColumns {
  readonly id: number;
  readonly full_name: string | null;
  readonly family_name: string | null;
  readonly given_name: string | null;
  readonly full_reading: string | null;
  readonly family_reading: string | null;
  readonly given_reading: string | null;
}

const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * How a customer is called on the screen: the whole name; else family and given name, family first
 * in East Asian scripts; else the shop's customer number; else the vault's own.
 */
export function displayName(
  customer: NameColumns,
  customerNumber: string | undefined,
): { readonly name: string; readonly reading?: string } {
  const name = whole(customer.full_name, customer.family_name, customer.given_name);
  const reading = whole(customer.full_reading, customer.family_reading, customer.given_reading);
  return {
    name: name ?? customerNumber ?? `#${String(customer.id)}`,
    ...(reading === undefined ? {} : { reading }),
  };
}

function whole(full: string | null, family: string | null, given: string | null): string | undefined {
  if (full !== null && full !== "") return full;
  const parts = [family ?? "", given ?? ""].filter((part) => part !== "");
  if (!EAST_ASIAN.test(parts.join(""))) parts.reverse();
  return parts.length === 0 ? undefined : parts.join(" ");
}
