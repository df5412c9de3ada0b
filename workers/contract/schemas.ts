import * as v from "valibot";
import type { JobTicket } from "../base/job.ts";
import type { FileLike } from "../terms/intake.ts";
import { languages } from "../terms/language.ts";

export const id = v.pipe(v.number(), v.integer(), v.minValue(1));
export const language = v.picklist(languages);
export const file = v.custom<FileLike>(
  (value) => typeof value === "object" && value !== null && "slice" in value && "size" in value,
);
export const fileName = v.pipe(v.string(), v.minLength(1), v.maxLength(255));
export const job = v.optional(
  v.custom<JobTicket>(
    (value) =>
      typeof value === "object" &&
      value !== null &&
      "flag" in value &&
      value.flag instanceof SharedArrayBuffer,
  ),
);
export const passphrase = v.pipe(
  v.instance(Uint8Array),
  v.check((bytes) => bytes.byteLength <= 4096),
);
export const keyBytes = (length: number) =>
  v.pipe(
    v.instance(Uint8Array<ArrayBuffer>),
    v.check((bytes) => bytes.byteLength === length),
  );
export const nothing = v.strictObject({});
