import type { Locator } from "playwright";

const PATIENCE_FRAMES = 60;

/** Waits in the page, to the frame, until a run has ended: `start`, the button that started it, is shut meanwhile. Answers the ms. */
export function untilEnded(start: Locator): Promise<number> {
  return start.evaluate(async (button: HTMLButtonElement) => {
    const from = performance.now();
    while (button.isConnected && button.disabled)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - from;
  });
}

/**
 * Presses the cancel of a run's progress `after` so many ms, or as soon as it is offered later: the ms until the sentence that says
 * so is on the screen, to the frame; undefined when the run had ended before.
 */
export function cancelAfter(start: Locator, after: number, sentence: string): Promise<number | undefined> {
  return start.evaluate(
    async (button: HTMLButtonElement, { wait, said, patience }) => {
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      const ended = (): boolean => !button.isConnected || !button.disabled;
      const offered = (): HTMLButtonElement | null => document.querySelector("main .progress button");
      const from = performance.now();
      while (performance.now() - from < wait || offered() === null) {
        if (ended()) return undefined;
        await frame();
      }
      const pressed = performance.now();
      offered()?.click();
      // The button is free again some frames before the sentence is there; without one, the run had ended by itself.
      for (let framesOver = 0; framesOver < patience; framesOver += ended() ? 1 : 0) {
        const told = document.querySelector("main")?.textContent.includes(said) ?? false;
        await frame();
        if (told) return performance.now() - pressed;
      }
      return undefined;
    },
    { wait: after, said: sentence, patience: PATIENCE_FRAMES },
  );
}
