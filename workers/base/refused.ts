import type { Fault, FaultCode, FaultDetails } from "./fault.ts";

/**
 * Thrown inside a change of the vault to take everything back and answer with a fault: the one case
 * in which an expected failure must unwind a transaction.
 */
export class Refused extends Error {
  readonly fault: Fault;

  constructor(code: FaultCode, details?: FaultDetails) {
    super(code);
    this.name = "Refused";
    this.fault = details === undefined ? { code } : { code, details };
  }
}
