/** What the vault keeps of a name and an address: columns of its customers, in the order they are read in. */
export const personColumns = [
  "full_name",
  "family_name",
  "given_name",
  "full_reading",
  "family_reading",
  "given_reading",
  "postal_code",
  "prefecture",
  "city",
  "street",
  "country",
] as const;
