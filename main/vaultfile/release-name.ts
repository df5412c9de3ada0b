/** Names Windows gives to devices; a file called so, with any extension, cannot be opened there (Win32 naming rules). */
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
/** Separators, the characters Windows forbids, and everything that does not print. */
const forbidden = /[/\\<>:"|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/**
 * Whether a name may be given to a released file on every system: one plain segment, nothing hidden,
 * no device, nothing a folder or an invisible character could hide in.
 */
export function isSafeFileName(name: string): boolean {
  return (
    name.length > 0 &&
    new TextEncoder().encode(name).byteLength <= 200 &&
    !name.startsWith(".") &&
    !/[. ]$/.test(name) &&
    name.trimStart() === name &&
    !forbidden.test(name) &&
    !reserved.test(name)
  );
}

/** The form in which two names are one file on a system that ignores case or composes accents. */
export function comparableName(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
