import { ok } from "../../../base/result.ts";
import type { Methods } from "../../../workspace.ts";
import { accessPack } from "./access-pack.ts";
import { correctCustomer } from "./correct-customer.ts";
import { correctionsOf } from "./corrections.ts";
import { findSubjects } from "./find-subjects.ts";
import { recordObjection } from "./object.ts";
import { exportRequestCalendar } from "./request-calendar.ts";
import { closeRequest, listRequests, saveRequest } from "./requests.ts";

/** The keep gate's share for the rights of a person, erasure and restriction apart. */
export const rightsMethods: Methods<
  | "findSubjects"
  | "accessPack"
  | "correctCustomer"
  | "listCorrections"
  | "recordObjection"
  | "listRequests"
  | "saveRequest"
  | "closeRequest"
  | "exportRequestCalendar"
> = {
  findSubjects,
  accessPack,
  correctCustomer,
  listCorrections: ({ vault }, { customerId }) => Promise.resolve(ok(correctionsOf(vault.db, customerId))),
  recordObjection,
  listRequests,
  saveRequest,
  closeRequest,
  exportRequestCalendar,
};
