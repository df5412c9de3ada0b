import type { ReactElement } from "react";
import { Icon } from "./icon.tsx";

/** The numbered steps of a wizard: which are done, which is now. `current` counts from 0. */
export function Stepper({
  label,
  steps,
  current,
}: {
  readonly label: string;
  readonly steps: readonly string[];
  readonly current: number;
}): ReactElement {
  return (
    <ol className="steps" aria-label={label}>
      {steps.map((step, index) => (
        <li
          key={step}
          {...(index === current ? { "aria-current": "step" } : {})}
          {...(index < current ? { "data-done": true } : {})}
        >
          <span className="step-number">{index < current ? <Icon name="check" small /> : index + 1}</span>
          {step}
        </li>
      ))}
    </ol>
  );
}
