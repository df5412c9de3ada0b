import type { PolicyPack } from "../../../terms/policy.ts";
import { appi } from "./appi.ts";
import { canSpam } from "./can-spam.ts";
import { ccpa } from "./ccpa.ts";
import { gdpr } from "./gdpr.ts";
import { tokusho } from "./tokusho.ts";
import { tokuteiDenshiMail } from "./tokutei-denshi-mail.ts";
import { ukGdpr } from "./uk-gdpr.ts";

/** The packs this program brings, in the order they are shown. */
export const programPacks: readonly PolicyPack[] = [
  appi,
  tokuteiDenshiMail,
  tokusho,
  gdpr,
  ukGdpr,
  ccpa,
  canSpam,
];
