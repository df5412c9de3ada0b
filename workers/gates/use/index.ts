import type { Methods } from "../../workspace.ts";
import { listChurn } from "./churn-people.ts";
import { consentAsOf, consentAsOfPeople } from "./consent-as-of.ts";
import { consentChanges } from "./consent-changes.ts";
import { consentSummary, setConsent } from "./consents.ts";
import { customerEntries } from "./customer-entries.ts";
import { listCustomers } from "./list-customers.ts";
import { mayUse } from "./may-use.ts";
import { setRestriction } from "./restrictions.ts";
import { showCustomer } from "./show-customer.ts";

export type { Permitted } from "./permitted.ts";
export { permittedPeople, releasablePeople } from "./permitted-people.ts";

/** The use gate's share of the contract. */
export const useMethods: Methods<
  | "listChurn"
  | "listCustomers"
  | "showCustomer"
  | "customerEntries"
  | "consentSummary"
  | "setConsent"
  | "mayUse"
  | "consentAsOf"
  | "consentAsOfPeople"
  | "consentChanges"
  | "setRestriction"
> = {
  listChurn,
  listCustomers,
  showCustomer,
  customerEntries,
  consentSummary,
  setConsent,
  mayUse,
  consentAsOf,
  consentAsOfPeople,
  consentChanges,
  setRestriction,
};
