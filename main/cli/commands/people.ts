import type { CustomerEntries } from "../../../workers/terms/entries.ts";
import { customerSortKeys, type CustomerView } from "../../../workers/terms/people.ts";
import { command, misuse, refused, reply } from "../core/command.ts";
import { facts, table } from "../core/print.ts";
import { findSegment, wholeNumber } from "../core/lookup.ts";
import { mapOutcome } from "../core/outcome.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

export const peopleList = command({
  name: "people list",
  summary: { ja: "顧客を並べます。", en: "Lists customers." },
  options: {
    ...vaultOption,
    search: { kind: "text", hint: "TEXT" },
    segment: { kind: "text", hint: "NAME|ID" },
    sort: { kind: "choice", choices: customerSortKeys },
    descending: { kind: "flag" },
    limit: { kind: "whole", hint: "N", least: 1, most: 500 },
    offset: { kind: "whole", hint: "N", least: 0, most: 2_147_483_647 },
  },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const segment =
        given.segment === undefined ? undefined : await findSegment(api, given.segment, words.language);
      if (segment?.ok === false) return refused(segment.error);
      const page = await api.listCustomers({
        offset: given.offset ?? 0,
        limit: given.limit ?? 50,
        descending: given.descending,
        ...(given.search === undefined ? {} : { search: given.search }),
        ...(given.sort === undefined ? {} : { sort: given.sort }),
        ...(segment === undefined ? {} : { segmentId: segment.value.id }),
      });
      return reply(page, ({ total, rows }) => [
        words.say("customers-found", { count: words.number(total) }),
        ...table(
          [
            "id",
            words.say("name"),
            words.say("prefecture"),
            words.say("orders"),
            words.say("revenue"),
            words.say("last-order"),
          ],
          rows.map((row) => [
            String(row.id),
            row.name,
            row.prefecture ?? "",
            words.number(row.orders),
            words.money(row.revenue, row.currency),
            row.lastOrder ?? "",
          ]),
        ),
      ]);
    }),
});

export const peopleShow = command({
  name: "people show",
  summary: { ja: "一人の顧客のすべてを示します。", en: "Shows everything about one customer." },
  rest: { hint: "ID", least: 1, most: 1 },
  options: vaultOption,
  run: async ({ io, words, given, rest }) => {
    const customerId = wholeNumber(rest[0]);
    if (customerId === undefined) return misuse("bad-value", { name: "ID", value: rest[0], expected: "1 …" });
    return withVault(io, given.vault, async (api) => {
      const view = await api.showCustomer({ customerId });
      if (!view.ok) return refused(view.error);
      const entries = await api.customerEntries({ customerId });
      return reply(
        mapOutcome(entries, (held) => ({ ...view.value, entries: held })),
        (shown) => [...describe(shown, words), "", entriesLine(shown.entries, words)],
      );
    });
  },
});

function entriesLine({ messages, events, reviews }: CustomerEntries, words: Words): string {
  return words.say("entries-held", {
    messages: words.number(messages.total),
    events: words.number(events.total),
    reviews: words.number(reviews.total),
  });
}

function describe(view: CustomerView, words: Words): readonly string[] {
  const { row } = view;
  return [
    ...facts([
      ["id", String(row.id)],
      [words.say("name"), row.name],
      [words.say("orders"), words.number(row.orders)],
      [words.say("revenue"), words.money(row.revenue, row.currency)],
      ...view.identifiers.map(({ kind, value, source }): [string, string] => [kind, `${value} (${source})`]),
      ...view.scores.map(({ name, value }): [string, string] => [name, words.number(value, 4)]),
    ]),
    "",
    ...table(
      [words.say("date"), words.say("order"), words.say("amount"), words.say("channel")],
      view.orders.map((order) => [
        order.date,
        order.orderId,
        words.money(order.total, order.currency),
        order.channel ?? "",
      ]),
    ),
    "",
    ...consentTable(view.consents, words),
  ];
}

/** What a person has said, newest knowledge last. */
export function consentTable(consents: CustomerView["consents"], words: Words): readonly string[] {
  return table(
    [
      words.say("purpose"),
      words.say("recipient"),
      words.say("state"),
      words.say("held-from"),
      words.say("source"),
    ],
    consents.map((line) => [line.purpose, line.recipient, line.state, line.heldFrom, line.source]),
  );
}
