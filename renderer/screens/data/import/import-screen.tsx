import { useCallback, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { PageHeader, Stepper } from "../../../components/index.ts";
import { CheckStep } from "./check-step.tsx";
import { DoneStep } from "./done-step.tsx";
import { FileStep } from "./file-step.tsx";
import { MeaningStep } from "./meaning-step.tsx";
import { ReadingStep } from "./reading-step.tsx";
import { useDrafts } from "./use-drafts.ts";
import { useImportRun } from "./use-import-run.ts";

/** The steps of an import, in order. */
const steps = ["file", "reading", "meaning", "check", "done"] as const;
type Step = (typeof steps)[number];

/** Brings files in: which, how they are read, what their columns mean, what would happen, and what did. */
export function ImportScreen(): ReactElement {
  const { t } = useTranslation("import");
  const [step, setStep] = useState<Step>("file");
  const heading = useRef<HTMLDivElement>(null);
  const goTo = useCallback((next: Step) => {
    setStep(next);
    // What follows is a new page to a screen reader and to the eye.
    requestAnimationFrame(() => {
      heading.current?.focus({ preventScroll: true });
      heading.current?.scrollIntoView({ block: "nearest" });
    });
  }, []);
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
      <CurrentStep step={step} goTo={goTo} />
    </>
  );
}

/** Holds the files through all steps, so that no way back or forth loses a choice. */
function CurrentStep({
  step,
  goTo,
}: {
  readonly step: Step;
  readonly goTo: (step: Step) => void;
}): ReactElement {
  const drafts = useDrafts();
  const run = useImportRun(drafts);
  const [active, setActive] = useState<string>();
  const seen = drafts.drafts.filter((draft) => draft.preview !== undefined);
  const current = seen.find((draft) => draft.key === active) ?? seen[0];
  const check = (): void => {
    goTo("check");
    void run.check();
  };
  const backTo = (key?: string): void => {
    setActive((now) => key ?? now);
    goTo("meaning");
  };
  const leave = (next: "file" | "check"): void => {
    if (next === "file") drafts.clear();
    else drafts.keepRest();
    goTo(next);
  };
  if (step === "check") {
    const left = drafts.drafts.length - run.files.length;
    return <CheckStep run={run} left={left} onBack={backTo} onDone={() => goTo("done")} />;
  }
  if (step === "done")
    return <DoneStep drafts={drafts} onRestart={() => leave("file")} onRest={() => leave("check")} />;
  if (step === "file" || !current) return <FileStep drafts={drafts} onNext={() => goTo("reading")} />;
  const common = { drafts, current, onPick: setActive };
  return step === "reading" ? (
    <ReadingStep {...common} onBack={() => goTo("file")} onNext={() => goTo("meaning")} />
  ) : (
    <MeaningStep {...common} onBack={() => goTo("reading")} onNext={check} />
  );
}
