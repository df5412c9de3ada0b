import { minorDigits } from "../../release/money.ts";
import { dayText, html, htmlTable, type Html } from "./html.ts";
import type { Pack } from "./pack.ts";
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
  return html`<h2>${title}</h2>
    ${body}`;
}

function recipientsSection({ recipients }: Pack, { say, label, column }: RightsWords): Html {
  return section(
    say("pack.recipientsTitle"),
    recipients.length === 0
      ? html`<p>${say("pack.recipientsNone")}</p>`
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

function scoresSection({ scores, reasons }: Pack, { say, label, language }: RightsWords): Html {
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
  const rfm = reasons.rfm === undefined ? html`` : html`<p>${say("pack.rfm", { rfm: reasons.rfm })}</p>`;
  return section(say("pack.scoresTitle"), [
    html`<p>${say("pack.scoresNote")}</p>
      <p>${facts}</p>`,
    rfm,
    scores.length === 0
      ? html`<p>${say("pack.scoresNone")}</p>`
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
              label("attribute", name),
              name === "lifetimeValue" ? money(value) : value.toFixed(3),
              model,
              dayText(at),
              say(`pack.score_${name}`, { end: end ?? "", days: horizonDays ?? "" }),
            ]),
          ),
        ),
  ]);
}

function consentsSection({ consents }: Pack, { say, label }: RightsWords): Html {
  return section(
    say("pack.consentsTitle"),
    consents.length === 0
      ? html`<p>${say("pack.consentsNone")}</p>`
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
      ? html`<p>${say("pack.retentionNone")}</p>`
      : html`<ul>
          ${retention.map(({ action, inactiveDays, actsOn, undated }) => {
            const values = { action: label("retentionAction", action), days: inactiveDays, on: actsOn ?? "" };
            const key = actsOn === undefined ? `pack.retentionUndated_${undated}` : "pack.retentionOn";
            return html`<li>${say(key, values)}</li>`;
          })}
        </ul>`,
  );
}

function requestsSection({ requests }: Pack, { say }: RightsWords): Html {
  if (requests.length === 0) return html``;
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
  if (acts.length === 0) return html``;
  return section(say("pack.actsTitle"), [
    html`<p>${say("pack.actsNote")}</p>`,
    htmlTable(
      [say("pack.at"), say("pack.gate"), say("pack.act")],
      acts.map(({ at, gate, action }) => [dayText(at), label("gate", gate), label("action", action)]),
    ),
  ]);
}
