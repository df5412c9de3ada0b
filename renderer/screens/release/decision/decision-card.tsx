import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { fairnessAttributes, sendingEffects } from "../../../../workers/terms/decision.ts";
import type { ConsentedRequest } from "../../../../workers/terms/release.ts";
import { Asked, Card, Checkbox, Choices, TextField } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { ContactPart } from "./contact-part.tsx";
import { FairnessPart } from "./fairness-part.tsx";
import { QuestionsPart } from "./questions-part.tsx";
import type { Sending } from "./sending.ts";
import { WorthPart } from "./worth-part.tsx";

const topics = ["people", "segments", "consent", "insight", "releases", "imports"] as const;

/** A calm step before anything is written: is it worth it, have they had enough, is it fair, and how will they feel. */
export function DecisionCard({
  request,
  sending,
  onChange,
}: {
  readonly request: ConsentedRequest;
  readonly sending: Sending;
  readonly onChange: (sending: Sending) => void;
}): ReactElement {
  const { t } = useTranslation("decision");
  const words = useWords();
  // What it is worth is asked apart: that needs more numbers.
  const query = useVaultQuery("decideRelease", { request }, topics);
  const change = (part: Partial<Sending>): void => onChange({ ...sending, ...part });
  return (
    <Card title={t("title")}>
      <p className="note">{t("lead")}</p>
      <Asked query={query}>
        {(decision) => (
          <div className="stack">
            <WorthPart
              request={request}
              currency={decision.currency}
              numbers={sending.numbers}
              onChange={(numbers) => change({ numbers })}
            />
            <ContactPart
              decision={decision}
              overCap={sending.overCap}
              onChange={(overCap) => change({ overCap })}
            />
            <section className="stack-tight" aria-label={t("fairTitle")}>
              <h3>{t("fairTitle")}</h3>
              <Choices
                label={t("effect")}
                value={sending.effect}
                options={sendingEffects.map((value) => ({ value, label: t(`effects.${value}`) }))}
                onChange={(effect) => change({ effect })}
              />
              <div className="field" role="group" aria-label={t("groups")}>
                <span className="hint">{t("groupsHint")}</span>
                <div className="row">
                  {fairnessAttributes.map((one) => (
                    <Checkbox
                      key={one}
                      isSelected={sending.groups.includes(one)}
                      onChange={(on) =>
                        change({
                          groups: on
                            ? [...sending.groups, one]
                            : sending.groups.filter((other) => other !== one),
                        })
                      }
                    >
                      {words.release(`dimension.${one}`)}
                    </Checkbox>
                  ))}
                </div>
              </div>
              <FairnessPart fairness={decision.fairness} />
              {decision.needsReason && (
                <TextField
                  lines
                  label={t("reason")}
                  hint={t("reasonHint")}
                  value={sending.reason}
                  onChange={(reason) => change({ reason })}
                />
              )}
            </section>
            <QuestionsPart checks={decision.checks} />
          </div>
        )}
      </Asked>
    </Card>
  );
}
