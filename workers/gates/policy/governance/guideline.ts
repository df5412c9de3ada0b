import { modelCard } from "../../../analysis/model-card/model-card.ts";
import type { AiGuideline, DocumentSection, ModelInUse } from "../../../terms/governance.ts";
import type { Verdict } from "../../../terms/insight.ts";
import type { Language } from "../../../terms/language.ts";
import type { ModelCard, ModelCardSection } from "../../../terms/model-card.ts";
import type { Workspace } from "../../../workspace.ts";
import { numbersIn } from "./assessment.ts";
import { isPursued, type Facts } from "./facts.ts";
import { holderName, holderOf, holderText, smallestGroup } from "./parts.ts";
import type { GovernanceWords } from "./words.ts";

const forbidden = ["special", "proxy", "objectors", "refused", "price", "alone", "pseudonymised", "secret"];
const human = ["decide", "explain", "contest", "review"];
const beforeSending = ["feel", "fair"];

/**
 * The written guideline for models (総務省・経済産業省「AI事業者ガイドライン」; Regulation (EU) 2024/1689 art. 4, 14 and 50 as far as they concern a
 * user; GDPR art. 22): which models really ran and with what verdict, what is forbidden and by what it is kept so, where people decide, who
 * watches over it, and the sentence for customers.
 */
export function aiGuideline(facts: Facts, words: GovernanceWords, cards: readonly ModelCard[]): AiGuideline {
  const { say } = words;
  const overseer = holderOf(facts, "ai_oversight");
  return {
    models: facts.models,
    document: {
      kind: "guideline",
      language: words.language,
      madeAt: facts.at,
      title: say("guideline.title", { holder: holderName(facts) }),
      lead: say("guideline.lead", { at: words.day(facts.at) }),
      sections: [
        modelSection(facts.models, words),
        ...cards.map((card) => cardSection(card, words)),
        fairnessSection(facts, words),
        {
          title: say("guideline.forbiddenTitle"),
          list: forbidden.map((code) =>
            say(`guideline.forbidden.${code}`, { k: words.number(smallestGroup(facts)) }),
          ),
        },
        { title: say("guideline.humanTitle"), list: human.map((code) => say(`guideline.human.${code}`)) },
        {
          title: say("guideline.sendTitle"),
          list: beforeSending.map((code) => say(`guideline.send.${code}`)),
        },
        {
          title: say("guideline.oversightTitle"),
          paragraphs: [
            say("guideline.oversight", { holder: holderText(overseer, words) }),
            say("guideline.oversightDoes"),
          ],
        },
        {
          title: say("guideline.discloseTitle"),
          paragraphs: [say("guideline.discloseLead"), disclosure(facts, words)],
        },
        {
          title: say("guideline.blanksTitle"),
          blanks: [
            ...(overseer === undefined ? [say("guideline.blank.overseer")] : []),
            ...["interval", "training", "approved"].map((code) => say(`guideline.blank.${code}`)),
          ],
        },
      ],
    },
  };
}

function modelSection(models: readonly ModelInUse[], words: GovernanceWords): DocumentSection {
  const { say } = words;
  if (models.length === 0)
    return { title: say("guideline.modelsTitle"), paragraphs: [say("guideline.noModel")] };
  return {
    title: say("guideline.modelsTitle"),
    paragraphs: [say("guideline.modelsLead")],
    table: {
      headings: [
        say("guideline.model"),
        say("guideline.ran"),
        say("guideline.verdict"),
        say("guideline.people"),
        say("guideline.scored"),
        say("guideline.withheld"),
        say("guideline.checks"),
      ],
      rows: models.map((model) => [
        words.label("mapUse", model.model),
        words.day(model.at),
        say(`verdict.${model.verdict}`) + (model.retrain ? say("guideline.retrain") : ""),
        words.number(model.people),
        words.number(model.scored),
        words.number(model.withheld),
        checksText(model, words),
      ]),
    },
  };
}

/** What of a model's card somebody must know who acts on its scores. */
const told: ReadonlySet<ModelCardSection> = new Set(["question", "intended", "limits", "used", "excluded"]);

/** The cards of the latest runs in one language. */
export async function cardsOf(
  workspace: Workspace,
  models: readonly ModelInUse[],
  language: Language,
): Promise<readonly ModelCard[]> {
  const cards: ModelCard[] = [];
  for (const { runId } of models) {
    const card = await modelCard(workspace, { runId, language });
    if (card.ok) cards.push(card.value);
  }
  return cards;
}

function cardSection({ name, at, sections }: ModelCard, words: GovernanceWords): DocumentSection {
  return {
    title: words.say("guideline.cardTitle", { name, at: words.day(at) }),
    table: {
      headings: [words.say("item"), words.say("content")],
      rows: sections.filter(({ code }) => told.has(code)).map(({ title, lines }) => [title, lines.join(" ")]),
    },
  };
}

function checksText({ checks }: ModelInUse, words: GovernanceWords): string {
  const of = (verdict: Verdict): string =>
    words.number(checks.filter((check) => check.verdict === verdict).length);
  return words.say("guideline.checkCounts", {
    use: of("use"),
    care: of("use-with-care"),
    refused: of("do-not-use"),
  });
}

/** Fairness where a run has such checks, and that it was not measured where none has. */
function fairnessSection({ models, weighed }: Facts, words: GovernanceWords): DocumentSection {
  const { say } = words;
  const line = ({ model, checks }: ModelInUse): string => {
    const fair = checks.filter(({ code }) => code.startsWith("fairness"));
    const name = words.label("mapUse", model);
    if (fair.length === 0) return say("guideline.fairNone", { model: name });
    const wrong = fair.filter(({ verdict }) => verdict !== "use").length;
    return say(wrong === 0 ? "guideline.fairPass" : "guideline.fairLook", {
      model: name,
      checks: words.number(fair.length),
      wrong: words.number(wrong),
    });
  };
  return {
    title: say("guideline.fairTitle"),
    list: [
      ...(models.length === 0 ? [say("guideline.fairNoModel")] : models.map(line)),
      ...(weighed.lists === 0 ? [] : [say("guideline.fairLists", numbersIn({ ...weighed }, words))]),
    ],
  };
}

/** What customers are told, ready to be copied (capability 112; GDPR art. 13(2)(f)). */
function disclosure(facts: Facts, words: GovernanceWords): string {
  const { say } = words;
  if (!isPursued(facts, "profiling")) return say("guideline.discloseNone", { holder: holderName(facts) });
  if (facts.models.length === 0) return say("guideline.discloseSegments", { holder: holderName(facts) });
  return say("guideline.disclose", {
    holder: holderName(facts),
    models: words.list(facts.models.map(({ model }) => words.label("mapUse", model))),
  });
}
