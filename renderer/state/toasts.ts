import { create } from "zustand";

export type Tone = "ok" | "warn" | "danger" | "info";

interface Toast {
  readonly id: number;
  readonly tone: Tone;
  readonly text: string;
}

export const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));

let serial = 0;
const SHOWN_MS = 6000;

/** Says something that needs no answer; screen readers hear it, and it goes by itself. */
export function toast(tone: Tone, text: string): void {
  serial += 1;
  const id = serial;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-2), { id, tone, text }] }));
  setTimeout(() => dismissToast(id), SHOWN_MS);
}

/** Takes one away before its time. */
export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));
}
