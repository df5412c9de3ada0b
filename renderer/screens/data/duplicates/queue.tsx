import { useMemo, useRef, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { DuplicateGroup, DuplicateQueue } from "../../../../workers/terms/identity.ts";
import { Asked, Badge, Button, Card, EmptyState, FaultNotice, Personal } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useCommands, type Command, type Shortcut } from "../../../state/commands.ts";
import { Evidence } from "./evidence.tsx";
import { JoinedConsents } from "./joined-consents.tsx";
import { SideBySide } from "./side-by-side.tsx";
import { useReview, type Review } from "./use-review.ts";

const keys = {
  merge: { code: "Enter", label: "Enter" },
  apart: { code: "KeyX", label: "X" },
  later: { code: "KeyS", label: "S" },
  undo: { code: "KeyZ", label: "Z" },
  next: { code: "KeyJ", label: "J" },
  previous: { code: "KeyK", label: "K" },
} as const satisfies Record<string, Shortcut>;

/** The queue at the left, the group that is read at the right; keys as in a mail reader. */
export function Queue(): ReactElement {
  const head = useRef<HTMLHeadingElement>(null);
  const review = useReview(() => head.current?.focus({ preventScroll: true }));
  useReviewKeys(review);
  return (
    <Asked query={review.query}>
      {(queue) =>
        queue.total === 0 ? (
          <NothingLeft queue={queue} review={review} />
        ) : (
          <div className="split">
            <List queue={queue} review={review} />
            {review.group && <Group group={review.group} review={review} head={head} />}
          </div>
        )
      }
    </Asked>
  );
}

function useReviewKeys(review: Review): void {
  const { t } = useTranslation("duplicates");
  const { decide, undoLast, move, place } = review;
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "dup-merge",
        title: t("merge"),
        keywords: "",
        shortcut: keys.merge,
        run: () => void decide("merge"),
      },
      {
        id: "dup-apart",
        title: t("apart"),
        keywords: "",
        shortcut: keys.apart,
        run: () => void decide("apart"),
      },
      {
        id: "dup-later",
        title: t("later"),
        keywords: "",
        shortcut: keys.later,
        run: () => void decide("later"),
      },
      { id: "dup-undo", title: t("undoLast"), keywords: "", shortcut: keys.undo, run: () => void undoLast() },
      { id: "dup-next", title: t("next"), keywords: "", shortcut: keys.next, run: () => move(place + 1) },
      {
        id: "dup-previous",
        title: t("previous"),
        keywords: "",
        shortcut: keys.previous,
        run: () => move(place - 1),
      },
    ],
    [t, decide, undoLast, move, place],
  );
  useCommands(commands);
}

function NothingLeft({
  queue,
  review,
}: {
  readonly queue: DuplicateQueue;
  readonly review: Review;
}): ReactElement {
  const { t } = useTranslation("duplicates");
  const some = queue.decided > 0;
  return (
    <Card title={t("queue")}>
      <EmptyState
        kind="nothing-yet"
        text={t(some ? "noneAfter" : "none")}
        action={
          some ? (
            <Button icon="undo" isDisabled={review.busy} onPress={() => void review.undoLast()}>
              {t("undoLast")}
            </Button>
          ) : undefined
        }
      />
      {review.fault && <FaultNotice fault={review.fault} />}
    </Card>
  );
}

function List({ queue, review }: { readonly queue: DuplicateQueue; readonly review: Review }): ReactElement {
  const { t } = useTranslation("duplicates");
  const format = useFormat();
  const all = queue.decided + queue.total;
  return (
    <Card title={t("queue")}>
      <div
        className="progress-track"
        role="progressbar"
        aria-label={t("queue")}
        aria-valuemin={0}
        aria-valuemax={all}
        aria-valuenow={queue.decided}
      >
        <div className="progress-fill" style={{ width: `${String((100 * queue.decided) / all)}%` }} />
      </div>
      <p className="note">
        {t("progress", {
          all: format.count(all),
          decided: format.count(queue.decided),
          left: format.count(queue.total),
          later: format.count(queue.later),
        })}
      </p>
      <ul className="pick-list review-list">
        {queue.groups.map((group, index) => (
          <li key={group.key}>
            <button
              type="button"
              aria-pressed={review.offset + index === review.place}
              onClick={() => review.move(review.offset + index)}
            >
              <Item group={group} />
            </button>
          </li>
        ))}
      </ul>
      <Keys />
    </Card>
  );
}

function Item({ group }: { readonly group: DuplicateGroup }): ReactElement {
  const { t } = useTranslation("duplicates");
  const [first] = group.people;
  const best = Math.max(...group.pairs.map(({ probability }) => probability ?? 0));
  const format = useFormat();
  return (
    <>
      <span className="stack-tight">
        <Personal>{first?.name}</Personal>
        <span className="note">{t("people", { count: group.people.length })}</span>
      </span>
      <span className="row">
        {group.later ? (
          <Badge icon="clock">{t("isLater")}</Badge>
        ) : group.pairs.some(({ found }) => found === "door") ? (
          <Badge tone="warn" icon="person">
            {t("isDoor")}
          </Badge>
        ) : group.pairs.some(({ likely }) => likely) ? (
          <Badge tone="accent" icon="check">
            {t("isLikely")}
          </Badge>
        ) : null}
        {best > 0 && <span className="note number">≈ {format.percent(best, best > 0.99 ? 1 : 0)}</span>}
      </span>
    </>
  );
}

function Keys(): ReactElement {
  const { t } = useTranslation("duplicates");
  return (
    <p className="note key-list" aria-label={t("keys")} role="group">
      {(["merge", "apart", "later", "undo", "next", "previous"] as const).map((key) => (
        <kbd key={key}>{t(`key.${key}`)}</kbd>
      ))}
    </p>
  );
}

function Group({
  group,
  review,
  head,
}: {
  readonly group: DuplicateGroup;
  readonly review: Review;
  readonly head: React.RefObject<HTMLHeadingElement | null>;
}): ReactElement {
  const { t } = useTranslation("duplicates");
  const format = useFormat();
  const few = review.chosen.size < 2;
  return (
    <section className="card review-group" aria-labelledby="review-head">
      <div className="card-head">
        <h2 id="review-head" ref={head} tabIndex={-1}>
          {t("group", { place: format.count(review.place + 1) })}
        </h2>
        <div className="row">
          <Button
            kind="quiet"
            icon="up"
            isDisabled={review.place === 0}
            onPress={() => review.move(review.place - 1)}
          >
            {t("previous")}
          </Button>
          <Button kind="quiet" icon="down" onPress={() => review.move(review.place + 1)}>
            {t("next")}
          </Button>
        </div>
      </div>
      <SideBySide group={group} chosen={review.chosen} onChoose={review.choose} />
      <div className="row review-actions">
        <Button
          kind="primary"
          icon="check"
          isDisabled={review.busy || few}
          onPress={() => void review.decide("merge")}
        >
          {t("merge")}
        </Button>
        <Button icon="close" isDisabled={review.busy || few} onPress={() => void review.decide("apart")}>
          {t("apart")}
        </Button>
        <Button icon="clock" isDisabled={review.busy} onPress={() => void review.decide("later")}>
          {t("later")}
        </Button>
        <Button kind="quiet" icon="undo" isDisabled={review.busy} onPress={() => void review.undoLast()}>
          {t("undoLast")}
        </Button>
      </div>
      {few && <p className="note">{t("chooseTwo")}</p>}
      {review.fault && <FaultNotice fault={review.fault} />}
      <JoinedConsents group={group} />
      <Evidence group={group} />
    </section>
  );
}
