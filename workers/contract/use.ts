import * as v from "valibot";
import {
  consentInputs,
  type AsOfPeoplePage,
  type ConsentAsOf,
  type ConsentChanges,
  type UseAnswer,
} from "../terms/consent.ts";
import type { DataDiet } from "../terms/data-diet.ts";
import { fieldValueSchema, type DataMap } from "../terms/data-map.ts";
import type { CustomerEntries } from "../terms/entries.ts";
import { customerQuerySchema, pageSchema, type CustomerPage, type CustomerView } from "../terms/people.ts";
import { consentStates, purposeCodes, recipients, type PurposeSummary } from "../terms/purpose.ts";
import { id, nothing } from "./schemas.ts";

/** People, and what each may be used for. */
export const useArguments = {
  listCustomers: customerQuerySchema,
  showCustomer: v.strictObject({ customerId: id }),
  /** Events, messages and reviews of a customer, newest first. */
  customerEntries: v.strictObject({ customerId: id }),
  consentSummary: nothing,
  dataMap: nothing,
  /** Use, risk and worth of each field: what could be done without. */
  dataDiet: nothing,
  saveFieldValue: fieldValueSchema,
  setConsent: v.strictObject({
    customerId: id,
    purpose: v.picklist(purposeCodes),
    recipient: v.picklist(recipients),
    state: v.picklist(consentStates),
    note: v.pipe(v.string(), v.maxLength(500)),
    channel: consentInputs.scope.channel,
    country: consentInputs.scope.country,
    /** When it was said, if not now. */
    heldFrom: v.optional(consentInputs.moment),
    /** The text it was said under. */
    wording: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(2000))),
  }),
  /** May this person be used for these purposes now, and why. */
  mayUse: v.strictObject({ customerId: id }),
  /** Who could be used for what, under which text, on a past day. */
  consentAsOf: consentInputs.asOf,
  consentAsOfPeople: v.strictObject({
    ...consentInputs.asOf.entries,
    purpose: v.picklist(purposeCodes),
    permitted: v.optional(v.boolean()),
    ...pageSchema.entries,
  }),
  /** What changed since a release (the latest when left out) or a moment. */
  consentChanges: v.strictObject({ releaseId: v.optional(id), since: v.optional(consentInputs.moment) }),
  /** Freezes a person for every purpose, or lifts that again. */
  setRestriction: v.strictObject({
    customerId: id,
    restricted: v.boolean(),
    reason: v.pipe(v.string(), v.maxLength(500)),
  }),
};

/** What they answer. */
export interface UseAnswers {
  listCustomers: CustomerPage;
  showCustomer: CustomerView;
  customerEntries: CustomerEntries;
  consentSummary: readonly PurposeSummary[];
  dataMap: DataMap;
  dataDiet: DataDiet;
  saveFieldValue: null;
  setConsent: null;
  mayUse: readonly UseAnswer[];
  consentAsOf: ConsentAsOf;
  consentAsOfPeople: AsOfPeoplePage;
  consentChanges: ConsentChanges;
  setRestriction: null;
}
