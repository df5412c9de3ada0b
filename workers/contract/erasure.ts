import * as v from "valibot";
import {
  certificateNumberSchema,
  erasedPeopleSchema,
  erasureReasonSchema,
  type CertificateEntry,
  type ErasureCertificate,
  type ErasurePreview,
} from "../terms/erasure.ts";
import { language, job, nothing } from "./schemas.ts";

/** Erasure of people, with proof. */
export const erasureArguments = {
  previewErasure: v.strictObject({ customerIds: erasedPeopleSchema }),
  eraseCustomers: v.strictObject({ customerIds: erasedPeopleSchema, reason: erasureReasonSchema, job }),
  listCertificates: nothing,
  showCertificate: v.strictObject({ number: certificateNumberSchema }),
  /** Writes a certificate as JSON and as a page that needs nothing else. */
  saveCertificate: v.strictObject({ number: certificateNumberSchema, folder: v.string(), language }),
};

/** What they answer. */
export interface ErasureAnswers {
  /** What would go, who would have to be told, what would stay until when. */
  previewErasure: ErasurePreview;
  eraseCustomers: ErasureCertificate;
  listCertificates: readonly CertificateEntry[];
  showCertificate: ErasureCertificate;
  saveCertificate: { readonly paths: readonly string[] };
}
