/*
 * How large a vault may become, measured in the window (docs/adr/0011-limits.md): the ceiling is the window's time and memory, not SQLite.
 */

/** From here on the window says how much room is left. */
export const WARN_BYTES = 256_000_000;

/** An import that would take the vault past this is refused. What is there stays usable. */
export const CEILING_BYTES = 512_000_000;
