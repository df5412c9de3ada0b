import type { Methods } from "../../workspace.ts";
import { consentSummary, setConsent } from "./consents.ts";
import { listCustomers } from "./list-customers.ts";
import { showCustomer } from "./show-customer.ts";

export type { Permitted } from "./permitted.ts";
export { permittedPeople, releasablePeople } from "./permitted-people.ts";

/** The use gate's share of the contract. */
export const useMethods: Methods<"listCustomers" | "showCustomer" | "consentSummary" | "setConsent"> = {
  listCustomers,
  showCustomer,
  consentSummary,
  setConsent,
};
