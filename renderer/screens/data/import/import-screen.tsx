import { useCallback, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { PageHeader, Stepper } from "../../../components/index.ts";
import { CheckStep } from "./check-step.tsx";
import { DoneStep } from "./done-step.tsx";
import { FileStep } from "./file-step.tsx";
import { MeaningStep } from "./meaning-step.tsx";
import { ReadingStep } from "./reading-step.tsx";
import { useDrafts } from "./use-drafts.ts";

/** The steps of an import, in order. */
const steps = ["file", "reading", "meaning", "check", "done"] as const;
type Step = (typeof steps)[number];

/** Brings files in: which, how they are read, what their columns mean, what would happen, and what did. */
export function ImportScreen(): ReactElement {
  const { t } = useTranslation("import");
  const drafts = useDrafts();
  const [step, setStep] = useState<Step>("file");
  const [active, setActive] = useState<string>();
  const heading = useRef<HTMLDivElement>(null);
  const goTo = useCallback((next: Step) => {
    setStep(next);
    // What follows is a new page to a screen reader and to the eye.
    requestAnimationFrame(() => {
      heading.current?.focus({ preventScroll: true });
      heading.current?.scrollIntoView({ block: "nearest" });
    });
  }, []);
  const restart = (): void => {
    drafts.clear();
    goTo("file");
  };
  const seen = drafts.drafts.filter((draft) => draft.preview !== undefined);
  const current = seen.find((draft) => draft.key === active) ?? seen[0];
  const common = { drafts, current, onPick: setActive };
  return (
    <>
      <div ref={heading} tabIndex={-1} className="stack">
        <PageHeader title={t("title")} lead={t("lead")} />
        <Stepper
          label={t("steps")}
          steps={steps.map((name) => t(`step.${name}`))}
          current={steps.indexOf(step)}
        />
      </div>
      {step === "file" && <FileStep drafts={drafts} onNext={() => goTo("reading")} />}
      {step === "reading" && current && (
        <ReadingStep
          {...common}
          current={current}
          onBack={() => goTo("file")}
          onNext={() => goTo("meaning")}
        />
      )}
      {step === "meaning" && current && (
        <MeaningStep
          {...common}
          current={current}
          onBack={() => goTo("reading")}
          onNext={() => goTo("check")}
        />
      )}
      {step === "check" && (
        <CheckStep
          drafts={drafts}
          onBack={(key) => {
            setActive((now) => key ?? now);
            goTo("meaning");
          }}
          onDone={() => goTo("done")}
        />
      )}
      {step === "done" && <DoneStep drafts={drafts} onRestart={restart} />}
    </>
  );
}
