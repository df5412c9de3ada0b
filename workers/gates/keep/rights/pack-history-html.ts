import { minorDigits } from "../../release/money.ts";
import { dayText, htmlTable, markup, type Html } from "./html.ts";
import type { Pack } from "./pack.ts";
import type { PackScores, ScoreName } from "./pack-scores.ts";
import type { RightsWords } from "./words.ts";

/** The sections on what was done with the data: who received it, scores, consents, how long it is kept, requests, the record. */
export function packHistoryHtml(pack: Pack, words: RightsWords): readonly Html[] {
  return [
    recipientsSection(pack, words),
    scoresSection(pack, words),
    consentsSection(pack, words),
    retentionSection(pack, words),
    requestsSection(pack, words),
    actsSection(pack, words),
  ];
}

function section(title: string, body: Html | readonly Html[]): Html {
  return markup`<h2>${title}</h2>${body}`;
}

function recipientsSection({ recipients }: Pack, { say, label, column }: RightsWords): Html {
  return section(
    say("pack.recipientsTitle"),
    recipients.length === 0
      ? markup`<p>${say("pack.recipientsNone")}</p>`
      : htmlTable(
          [
            say("pack.at"),
            say("pack.recipient"),
            say("pack.purpose"),
            say("pack.sentAs"),
            say("pack.sentColumns"),
            say("pack.file"),
          ],
          recipients.map(({ at, recipient, purpose, platform, columns, files }) => [
            dayText(at),
            label("recipient", recipient),
            label("purpose", purpose),
            platform === undefined ? "" : label("platform", platform),
            columns.map(column).join(say("comma")),
            files.join("\n"),
          ]),
        ),
  );
}

function scoresSection(pack: Pack, words: RightsWords): Html {
  const { scores, reasons } = pack;
  const { say, label, language } = words;
  const money = (minor: number): string =>
    (minor / 10 ** minorDigits(reasons.currency)).toLocaleString(language, { maximumFractionDigits: 2 });
  const facts =
    reasons.orders === 0
      ? say("pack.reasonsNone")
      : say("pack.reasons", {
          orders: reasons.orders,
          first: reasons.firstOrder ?? "",
          last: reasons.lastOrder ?? "",
          average:
            reasons.averageOrder === undefined ? "" : `${money(reasons.averageOrder)} ${reasons.currency}`,
        });
  const rfm = reasons.rfm === undefined ? markup`` : markup`<p>${say("pack.rfm", { rfm: reasons.rfm })}</p>`;
  return section(say("pack.scoresTitle"), [
    markup`<p>${say("pack.scoresNote")}</p><p>${facts}</p>`,
    rfm,
    ...insightPieces(pack, words),
    scores.length === 0
      ? markup`<p>${say("pack.scoresNone")}</p>`
      : htmlTable(
          [
            say("pack.score"),
            say("pack.value"),
            say("pack.model"),
            say("pack.computedAt"),
            say("pack.meaning"),
          ],
          scores.flatMap(({ model, at, end, horizonDays, values }) =>
            values.map(({ name, value }) => [
              scoreName(name, words),
              name === "lifetimeValue" ? money(Number(value)) : figureText(value),
              label("mapUse", model),
              dayText(at),
              say(`pack.score_${name}`, { end: end ?? "", days: horizonDays ?? "", at: dayText(at) }),
            ]),
          ),
        ),
    // The chance of leaving is told above where profiling may still consider the person.
    ...scores.flatMap((one) =>
      pack.insight.churn !== undefined && one.values[0]?.name === "churnRisk" ? [] : reasonPieces(one, words),
    ),
  ]);
}

/** Names of figures that no segment asks for. */
const ownNames: ReadonlySet<ScoreName> = new Set<ScoreName>([
  "ifOrdered",
  "hourShare",
  "hourShareLow",
  "hourShareHigh",
  "bestChannel",
  "forecastSaid",
  "forecastPlain",
]);

function scoreName(name: ScoreName, { say, label }: RightsWords): string {
  return ownNames.has(name) ? say(`pack.name_${name}`) : label("attribute", name);
}

function figureText(value: number | string): string {
  if (typeof value === "string") return value;
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}

/** What makes a chance up, in people out of a hundred. */
function reasonPieces({ reasons, values: [first], at }: PackScores, words: RightsWords): readonly Html[] {
  if (reasons === undefined || first === undefined) return [];
  const { say, label, language } = words;
  return [
    markup`<p>${say("pack.reasonsOf", { name: scoreName(first.name, words), at: dayText(at) })}</p>`,
    htmlTable(
      [say("pack.counts"), say("pack.yours"), say("pack.adds")],
      reasons.map(({ field, value, adds }) => [
        label("churnField", field),
        value === undefined ? "" : figureText(value),
        (100 * adds).toLocaleString(language, { maximumFractionDigits: 1, signDisplay: "auto" }),
      ]),
    ),
  ];
}

/** The chance of leaving and what makes it up, in people out of a hundred, and the kind of customer. */
function insightPieces(
  { insight: { churn, group } }: Pack,
  { say, label, language }: RightsWords,
): readonly Html[] {
  const points = (share: number): string =>
    (100 * share).toLocaleString(language, { maximumFractionDigits: 1, signDisplay: "auto" });
  const chance =
    churn === undefined
      ? []
      : [
          markup`<p>${say("pack.churn", {
            chance: points(churn.chance),
            base: points(churn.base),
            days: churn.run.horizonDays,
            end: churn.run.end,
            at: dayText(churn.run.at),
          })}</p>`,
          htmlTable(
            [say("pack.counts"), say("pack.yours"), say("pack.adds")],
            churn.reasons.map(({ field, value, adds }) => [
              label("churnField", field),
              value === undefined ? "" : String(value),
              points(adds),
            ]),
          ),
        ];
  const traits =
    group?.traits.map(({ field, direction }) => label("groupTrait", `${field}-${direction}`)) ?? [];
  const kind =
    group === undefined
      ? []
      : [
          markup`<p>${say(traits.length === 0 ? "pack.groupPlain" : "pack.group", {
            traits: traits.join(say("comma")),
            at: dayText(group.run.at),
          })}</p>`,
        ];
  return [...chance, ...kind];
}

function consentsSection({ consents }: Pack, { say, label }: RightsWords): Html {
  return section(
    say("pack.consentsTitle"),
    consents.length === 0
      ? markup`<p>${say("pack.consentsNone")}</p>`
      : htmlTable(
          [
            say("pack.heldFrom"),
            say("pack.purpose"),
            say("pack.recipient"),
            say("pack.answer"),
            say("pack.basis"),
            say("pack.knownFrom"),
            say("pack.wording"),
          ],
          consents.map((one) => [
            dayText(one.heldFrom),
            [
              label("purpose", one.purpose),
              one.channel === undefined ? "" : label("consentChannel", one.channel),
            ]
              .filter((part) => part !== "")
              .join("\n"),
            label("recipient", one.recipient),
            one.retractedAt === undefined
              ? label("consent", one.state)
              : `${label("consent", one.state)}\n${say("pack.retracted", { at: dayText(one.retractedAt) })}`,
            label("basis", one.basis),
            `${label("source", one.source)}\n${dayText(one.knownAt)}`,
            one.wording === undefined
              ? ""
              : `${one.wording}\n${say("pack.wordingMark", { version: one.wordingVersion ?? "", hash: one.wordingHash ?? "" })}`,
          ]),
        ),
  );
}

function retentionSection({ retention }: Pack, { say, label }: RightsWords): Html {
  return section(
    say("pack.retentionTitle"),
    retention.length === 0
      ? markup`<p>${say("pack.retentionNone")}</p>`
      : markup`<ul>${retention.map(({ action, inactiveDays, actsOn, undated }) => {
          const values = { action: label("retentionAction", action), days: inactiveDays, on: actsOn ?? "" };
          const key = actsOn === undefined ? `pack.retentionUndated_${undated}` : "pack.retentionOn";
          return markup`<li>${say(key, values)}</li>`;
        })}</ul>`,
  );
}

function requestsSection({ requests }: Pack, { say }: RightsWords): Html {
  if (requests.length === 0) return markup``;
  return section(
    say("pack.requestsTitle"),
    htmlTable(
      [say("pack.received"), say("pack.request"), say("pack.law"), say("pack.outcome")],
      requests.map(({ kind, law, receivedOn, outcome, closedOn }) => [
        receivedOn,
        say(`kind.${kind}`),
        say(`law.${law}`),
        outcome === undefined ? say("pack.open") : `${say(`outcome.${outcome}`)} ${closedOn ?? ""}`,
      ]),
    ),
  );
}

function actsSection({ acts }: Pack, { say, label }: RightsWords): Html {
  if (acts.length === 0) return markup``;
  return section(say("pack.actsTitle"), [
    markup`<p>${say("pack.actsNote")}</p>`,
    htmlTable(
      [say("pack.at"), say("pack.gate"), say("pack.act")],
      acts.map(({ at, gate, action }) => [dayText(at), label("gate", gate), label("action", action)]),
    ),
  ]);
}
