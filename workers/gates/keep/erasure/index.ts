import type { Methods } from "../../../workspace.ts";
import { listCertificates, showCertificate } from "./certificates.ts";
import { eraseCustomers } from "./erase-customers.ts";
import { previewErasure } from "./preview-erasure.ts";
import { saveCertificate } from "./save-certificate.ts";

export { keepAtUnlock } from "./at-unlock.ts";

/** The keep gate's share that erases people and proves it. */
export const erasureMethods: Methods<
  "previewErasure" | "eraseCustomers" | "listCertificates" | "showCertificate" | "saveCertificate"
> = { previewErasure, eraseCustomers, listCertificates, showCertificate, saveCertificate };
