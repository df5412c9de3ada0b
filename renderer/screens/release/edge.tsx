import { useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { edgeParts, type EdgePreview, type EdgeRequest } from "../../../workers/terms/edge-pack.ts";
import { defaultK } from "../../../workers/terms/release.ts";
import {
  Asked,
  Card,
  Checkbox,
  Facts,
  JaNumberField,
  Kpi,
  Kpis,
  Notice,
  PageHeader,
  SmallTable,
  TextField,
} from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { useWatchedQuery } from "../../state/use-watched-query.ts";
import { vaultApi } from "../../state/vault.ts";
import { reasonPart } from "./decision/sending.ts";
import { useUnfairForecasts } from "./decision/decision-facts.tsx";
import { ReleaseCard } from "./release-card.tsx";

const first: EdgeRequest = { parts: [...edgeParts], k: defaultK };

/** Rules shown of a pack. */
const shownRules = 10;

/** A pack for the shop's own site, in place of sending people. */
export function EdgeScreen(): ReactElement {
  const { t } = useTranslation("edge");
  const words = useWords();
  const language = useSession((session) => session.language);
  const [chosen, setChosen] = useState<EdgeRequest>(first);
  const request = useMemo(() => ({ ...chosen, language }), [chosen, language]);
  const [reason, setReason] = useState("");
  const { query, job } = useWatchedQuery(
    "previewEdge",
    request,
    ["people", "segments", "consent", "insight", "releases"],
    t("preview"),
  );
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <div className="split">
        <Card title={t("options")}>
          <div className="stack-tight" role="group" aria-label={t("parts")}>
            <span className="field-label">{t("parts")}</span>
            {edgeParts.map((part) => (
              <Checkbox
                key={part}
                isSelected={chosen.parts.includes(part)}
                onChange={(on) => {
                  const parts = edgeParts.filter((one) => (one === part ? on : chosen.parts.includes(one)));
                  if (parts.length > 0) setChosen({ ...chosen, parts });
                }}
              >
                {words.release(`edge.part.${part}`)}
              </Checkbox>
            ))}
          </div>
          <JaNumberField
            label={t("k")}
            unit={t("peopleUnit")}
            hint={t("kHint", { least: defaultK })}
            min={defaultK}
            max={1000}
            value={chosen.k ?? defaultK}
            onChange={(k) => setChosen({ ...chosen, k: Math.round(k ?? defaultK) })}
          />
        </Card>
        <div className="stack">
          <Asked query={query} job={job}>
            {(preview) => (
              <>
                <Pack preview={preview} />
                {preview.unfair.length > 0 && (
                  <UnfairCard unfair={preview.unfair} reason={reason} onChange={setReason} />
                )}
                <ReleaseCard
                  key={JSON.stringify(request)}
                  namespace="edge"
                  may={edgeParts.some((part) => preview.pack[part] !== undefined)}
                  act={(folder, job) =>
                    vaultApi().releaseEdge({
                      request: { ...request, ...reasonPart({ reason }) },
                      folder,
                      job,
                    })
                  }
                />
              </>
            )}
          </Asked>
        </div>
      </div>
    </>
  );
}

/** A card by a forecast that looked unfair leaves for a written reason only. */
function UnfairCard({
  unfair,
  reason,
  onChange,
}: {
  readonly unfair: EdgePreview["unfair"];
  readonly reason: string;
  readonly onChange: (reason: string) => void;
}): ReactElement {
  const { t } = useTranslation("edge");
  const { t: say } = useTranslation("decision");
  const factsOf = useUnfairForecasts();
  return (
    <Card title={t("unfair")}>
      <p>{t("unfairText")}</p>
      <Facts items={factsOf(unfair)} />
      <TextField lines label={say("reason")} hint={say("reasonHint")} value={reason} onChange={onChange} />
    </Card>
  );
}

function Pack({ preview: { pack, missing } }: { readonly preview: EdgePreview }): ReactElement {
  const { t } = useTranslation("edge");
  const words = useWords();
  const format = useFormat();
  const { withheld } = pack.proof;
  const left = Object.values(withheld).reduce((sum, count) => sum + count, 0);
  const rules = pack.rules ?? [];
  return (
    <Card title={t("preview")}>
      {missing.map(({ part, why }) => (
        <Notice key={part} tone="warn">
          <p>
            {words.release("edge.missing", {
              part: words.release(`edge.part.${part}`),
              why: words.release(`edge.why.${why}`),
            })}
          </p>
        </Notice>
      ))}
      <Kpis>
        <Kpi name={t("terms")} value={format.count(pack.card?.terms.length ?? 0)} note={t("termsNote")} />
        <Kpi name={t("rules")} value={format.count(rules.length)} note={t("rulesNote")} />
        <Kpi name={t("segments")} value={format.count(pack.segments?.length ?? 0)} note={t("segmentsNote")} />
        <Kpi name={t("withheld")} value={format.count(left)} note={t("withheldNote", { k: pack.proof.k })} />
      </Kpis>
      {rules.length > 0 && (
        <SmallTable
          caption={t("rulesCaption")}
          rows={rules.slice(0, shownRules)}
          keyOf={(rule) => `${rule.bought}\n${rule.offer}`}
          columns={[
            { key: "bought", title: t("bought"), cell: (rule) => rule.bought },
            { key: "offer", title: t("offer"), cell: (rule) => rule.offer },
            {
              key: "confidence",
              title: t("confidence"),
              number: true,
              cell: (rule) => format.percent(rule.confidence, 1),
            },
            { key: "lift", title: t("lift"), number: true, cell: (rule) => rule.lift.toFixed(2) },
          ]}
        />
      )}
      <p className="note">{t("proof", { releases: format.count(pack.proof.guardedAgainst) })}</p>
    </Card>
  );
}
