import { isoDate } from "../../../base/calendar.ts";
import { ERASED_KEPT_DAYS } from "../../../vault/backup-policy.ts";
import type { Vault } from "../../../vault/vault.ts";
import type { ErasureCertificate } from "../../../terms/erasure.ts";

/** The backups that hold people erased at `now` still, and the day on which the last of them is due to go. */
export async function backupsOfErased(
  vault: Pick<Vault, "backups">,
  now: Date,
): Promise<Pick<ErasureCertificate, "backups" | "backupsUntil">> {
  const listed = await vault.backups.list();
  const backups = listed.ok ? listed.value.map(({ at, reason }) => ({ at, reason })) : [];
  if (backups.length === 0) return { backups };
  const day = Math.floor(now.getTime() / 86_400_000);
  return { backups, backupsUntil: isoDate(day + ERASED_KEPT_DAYS) };
}
