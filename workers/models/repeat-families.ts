import type { EpochDay } from "../base/calendar.ts";
import type { JobControl } from "../base/job.ts";
import { bgbbModel } from "./bgbb/expectations.ts";
import { fitBgbb } from "./bgbb/fit.ts";
import { endBefore, occasionHistories } from "./bgbb/occasion-histories.ts";
import { bgnbdModel } from "./bgnbd/expectations.ts";
import { fitBgnbd } from "./bgnbd/fit.ts";
import { mbgnbdModel } from "./mbgnbd/expectations.ts";
import { fitMbgnbd } from "./mbgnbd/fit.ts";
import { paretoNbdModel } from "./paretonbd/expectations.ts";
import { fitParetoNbd } from "./paretonbd/fit.ts";
import {
  daysPerUnit,
  purchaseHistories,
  type ClockUnit,
  type OrderTable,
  type PurchaseHistories,
} from "./purchase-histories.ts";
import type { RepeatPurchaseFit, RepeatPurchaseModel } from "./repeat-purchase.ts";

/** The repeat-purchase models by name. */
export const repeatPurchaseNames = ["bgnbd", "mbgnbd", "paretonbd", "bgbb"] as const;
export type RepeatPurchaseName = (typeof repeatPurchaseNames)[number];

/** A fit, and what it says of customers. */
export interface FittedRepeatPurchases {
  readonly fit: RepeatPurchaseFit<string>;
  readonly model: RepeatPurchaseModel;
}

/** Where a clock stops and what it counts in. */
export interface RepeatPurchaseClock {
  readonly end: EpochDay;
  readonly unit: ClockUnit;
  readonly moneyUnit?: number;
}

/** A family of models: how orders become histories, and histories a fit. */
export interface RepeatPurchaseFamily {
  histories(orders: OrderTable, clock: RepeatPurchaseClock, job: JobControl): PurchaseHistories;
  /** The end and the time ahead, in units, of a check that holds out the last quarter since `first`. */
  heldOut(clock: RepeatPurchaseClock, first: EpochDay): { readonly end: EpochDay; readonly ahead: number };
  /** At least one customer needs a repeat purchase. */
  fit(histories: PurchaseHistories, job: JobControl): FittedRepeatPurchases;
}

function family<P>(
  fit: (
    histories: PurchaseHistories,
    job: JobControl,
  ) => Omit<RepeatPurchaseFit<never>, "parameters" | "standardErrors"> & {
    readonly parameters: P;
    readonly standardErrors: P;
  },
  model: (parameters: P) => RepeatPurchaseModel,
): RepeatPurchaseFamily {
  return {
    histories: purchaseHistories,
    heldOut: ({ end: until, unit }, first) => {
      const end = until - Math.floor((until - first) / 4);
      return { end, ahead: (until - end) / daysPerUnit[unit] };
    },
    fit: (histories, job) => {
      const found = fit(histories, job);
      const parameters = { ...found.parameters } as Readonly<Record<string, number>>;
      const standardErrors = { ...found.standardErrors } as Readonly<Record<string, number>>;
      return { fit: { ...found, parameters, standardErrors }, model: model(found.parameters) };
    },
  };
}

/** Every family by name. */
export const repeatPurchaseFamilies: Readonly<Record<RepeatPurchaseName, RepeatPurchaseFamily>> = {
  bgnbd: family(fitBgnbd, bgnbdModel),
  mbgnbd: family(fitMbgnbd, mbgnbdModel),
  paretonbd: family(fitParetoNbd, paretoNbdModel),
  bgbb: {
    ...family(fitBgbb, bgbbModel),
    histories: occasionHistories,
    heldOut: ({ end: until, unit }, first) => {
      const ahead = Math.floor((until - first) / daysPerUnit[unit] / 4);
      return { end: endBefore(until, unit, ahead), ahead };
    },
  },
};
