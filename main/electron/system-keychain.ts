import type { SafeStorage } from "electron";
import type { SystemKeychain } from "../hostservice/keychain.ts";

/** The calls of safeStorage that are used: its asynchronous ones, for the others are deprecated. */
export type AsyncSafeStorage = Pick<
  SafeStorage,
  "isAsyncEncryptionAvailable" | "encryptStringAsync" | "decryptStringAsync" | "getSelectedStorageBackend"
>;

/** Linux backends that keep a key; `basic_text` is a password everybody can read in Chromium's source. */
const trusted: readonly string[] = ["gnome_libsecret", "kwallet", "kwallet5", "kwallet6"];

/**
 * The system's keychain over Electron's safeStorage: Keychain on macOS, DPAPI on Windows, the desktop's secret store
 * on Linux. https://www.electronjs.org/docs/latest/api/safe-storage
 */
export function systemKeychain(safeStorage: AsyncSafeStorage, platform: NodeJS.Platform): SystemKeychain {
  return {
    backend: async () => {
      const available = await safeStorage.isAsyncEncryptionAvailable();
      if (platform !== "linux")
        return available
          ? { name: platform === "darwin" ? "keychain" : "dpapi" }
          : { refusal: "unavailable" };
      const name = safeStorage.getSelectedStorageBackend();
      if (name === "basic_text") return { refusal: "plaintext" };
      return available && trusted.includes(name) ? { name } : { refusal: "unavailable" };
    },
    encrypt: async (text) => new Uint8Array(await safeStorage.encryptStringAsync(text)),
    decrypt: async (sealed) => {
      const { result } = await safeStorage.decryptStringAsync(Buffer.from(sealed));
      return result;
    },
  };
}
