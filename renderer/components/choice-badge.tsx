import type { ReactElement } from "react";
import type { ChoiceVerdict } from "../../workers/terms/decision.ts";
import { useWords } from "../i18n/words.ts";
import { Badge } from "./figures.tsx";

const tones = { fair: "ok", "look-closer": "danger", "too-little-evidence": "warn" } as const;

/** What a comparison of groups comes to: a verdict that may also be that nothing can be said. */
export function ChoiceBadge({ verdict }: { readonly verdict: ChoiceVerdict }): ReactElement {
  const words = useWords();
  const tone = tones[verdict];
  return (
    <Badge tone={tone} icon={tone}>
      {words.release(`decision.verdict.${verdict}`)}
    </Badge>
  );
}
