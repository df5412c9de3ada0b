import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerEntries } from "../../../../workers/terms/entries.ts";
import { Asked, Card, DateText, Personal, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";

/** What a customer did beside buying, what was sent to them, and what they wrote. */
export function Entries({ customerId }: { readonly customerId: number }): ReactElement {
  const query = useVaultQuery("customerEntries", { customerId }, ["people"]);
  return (
    <Asked query={query}>
      {(entries) => (
        <>
          <Messages messages={entries.messages} />
          <Events events={entries.events} keys={entries.keys} />
          <Reviews reviews={entries.reviews} />
        </>
      )}
    </Asked>
  );
}

function Messages({ messages }: Pick<CustomerEntries, "messages">): ReactElement {
  const { t } = useTranslation("customer");
  const words = useWords();
  const format = useFormat();
  const times = (event: string): string =>
    format.count(messages.byEvent.find((one) => one.event === event)?.count ?? 0);
  return (
    <Card title={t("messages")}>
      {messages.total === 0 ? (
        <p className="muted">{t("noMessages")}</p>
      ) : (
        <>
          <p className="note">
            {t("messagesSum", { sent: times("sent"), opened: times("opened"), clicked: times("clicked") })}
          </p>
          <SmallTable
            caption={t("messages")}
            rows={messages.newest}
            keyOf={(_, index) => index}
            columns={[
              { key: "at", title: t("at"), cell: (one) => <DateText iso={one.at} /> },
              {
                key: "event",
                title: t("happened"),
                cell: (one) => <span className="nowrap">{words.label("messageEvent", one.event)}</span>,
              },
              {
                key: "channel",
                title: t("channel"),
                cell: (one) => <span className="nowrap">{words.label("messageChannel", one.channel)}</span>,
              },
              { key: "campaign", title: t("campaign"), cell: (one) => one.campaign ?? "–" },
              { key: "source", title: t("source"), cell: (one) => words.label("source", one.source) },
            ]}
          />
          <NewestOf shown={messages.newest.length} all={messages.total} />
        </>
      )}
    </Card>
  );
}

function Events({ events, keys }: Pick<CustomerEntries, "events" | "keys">): ReactElement {
  const { t } = useTranslation("customer");
  const words = useWords();
  const format = useFormat();
  return (
    <Card title={t("events")}>
      {events.total === 0 ? (
        <p className="muted">{t("noEvents")}</p>
      ) : (
        <>
          <p className="note">
            {[
              t("eventsSum", { all: format.count(events.total) }),
              ...events.byKind.map(
                ({ kind, count }) => `${words.label("eventKind", kind)} ${format.count(count)}`,
              ),
            ].join(t("comma"))}
          </p>
          <SmallTable
            caption={t("events")}
            rows={events.newest}
            keyOf={(_, index) => index}
            columns={[
              { key: "at", title: t("at"), cell: (one) => <DateText iso={one.at} /> },
              {
                key: "name",
                title: t("eventName"),
                cell: (one) => one.name ?? words.label("eventKind", one.kind),
              },
              { key: "page", title: t("page"), cell: (one) => one.page ?? "–" },
              {
                key: "seconds",
                title: t("seconds"),
                number: true,
                cell: (one) => (one.seconds === undefined ? "–" : format.count(one.seconds)),
              },
              { key: "source", title: t("source"), cell: (one) => words.label("source", one.source) },
            ]}
          />
          <NewestOf shown={events.newest.length} all={events.total} />
        </>
      )}
      {keys.length > 0 && (
        <p className="note">
          {t("knownBy", {
            keys: keys
              .map(({ kind, count }) =>
                t("keyCount", { kind: words.label("visitorKind", kind), count: format.count(count) }),
              )
              .join(t("comma")),
          })}
        </p>
      )}
    </Card>
  );
}

function Reviews({ reviews }: Pick<CustomerEntries, "reviews">): ReactElement {
  const { t } = useTranslation("customer");
  const words = useWords();
  return (
    <Card title={t("reviews")}>
      {reviews.total === 0 ? (
        <p className="muted">{t("noReviews")}</p>
      ) : (
        <>
          <SmallTable
            caption={t("reviews")}
            rows={reviews.newest}
            keyOf={(_, index) => index}
            columns={[
              { key: "day", title: t("at"), cell: (one) => <DateText iso={one.day} /> },
              {
                key: "kind",
                title: t("kind"),
                cell: (one) => <span className="nowrap">{words.label("reviewKind", one.kind)}</span>,
              },
              {
                key: "rating",
                title: t("rating"),
                cell: (one) => (
                  <span className="nowrap">
                    {one.rating === undefined ? "–" : t("ratingOf", { rating: one.rating })}
                  </span>
                ),
              },
              { key: "product", title: t("product"), cell: (one) => one.product ?? "–" },
              {
                key: "text",
                title: t("reviewText"),
                cell: (one) => (
                  <>
                    {one.text === undefined ? "–" : <Personal>{one.text}</Personal>}
                    {one.masked > 0 && <div className="note">{t("masked", { count: one.masked })}</div>}
                  </>
                ),
              },
              { key: "source", title: t("source"), cell: (one) => words.label("source", one.source) },
            ]}
          />
          <NewestOf shown={reviews.newest.length} all={reviews.total} />
        </>
      )}
    </Card>
  );
}

function NewestOf({ shown, all }: { readonly shown: number; readonly all: number }): ReactElement | null {
  const { t } = useTranslation("customer");
  const format = useFormat();
  return shown < all ? (
    <p className="note">{t("newestEntries", { shown: format.count(shown), all: format.count(all) })}</p>
  ) : null;
}
