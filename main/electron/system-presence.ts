import type { PowerMonitor } from "electron";
import type { Presence } from "../hostservice/lock-signals.ts";

/** What is used of Electron's powerMonitor. */
export interface WatchedPower {
  on(event: "lock-screen" | "suspend", listener: () => void): unknown;
  off(event: "lock-screen" | "suspend", listener: () => void): unknown;
  getSystemIdleTime: PowerMonitor["getSystemIdleTime"];
}

/** The user's presence as the system knows it: screen lock, sleep, and input to any program. */
export function systemPresence(power: WatchedPower): Presence {
  return {
    watch: (tell) => {
      const locked = (): void => {
        tell("screen");
      };
      const asleep = (): void => {
        tell("sleep");
      };
      power.on("lock-screen", locked);
      power.on("suspend", asleep);
      return () => {
        power.off("lock-screen", locked);
        power.off("suspend", asleep);
      };
    },
    idleSeconds: () => power.getSystemIdleTime(),
  };
}
