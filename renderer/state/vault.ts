import type { VaultApi } from "../../workers/contract.ts";

let open: VaultApi | undefined;

/** Every question a screen may ask of the vault. Screens are mounted only while a vault is open. */
export function vaultApi(): VaultApi {
  if (!open) throw new Error("no vault is open");
  return open;
}

/** Gives the screens the vault that has just been started, or takes it away when it is locked. */
export function holdVault(api: VaultApi | undefined): void {
  open = api;
}
