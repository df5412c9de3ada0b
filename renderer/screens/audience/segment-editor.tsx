import { Fragment, useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { SegmentDefinition, SegmentEntry, SegmentPreview } from "../../../workers/terms/segment.ts";
import { Asked, Button, Card, LinkButton, Notice } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { address } from "../../state/route.ts";
import { useSession } from "../../state/session.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { ConsentStep } from "./consent-step.tsx";
import { definitionOf, draftOf, emptyGroup, type Draft, type DraftGroup } from "./draft.ts";
import { MembershipTester } from "./membership.tsx";
import { GroupEditor } from "./group-editor.tsx";
import { SegmentSide } from "./segment-side.tsx";
import { TemplateList } from "./template-list.tsx";
import { useDebounced } from "./use-debounced.ts";

const SETTLE_MS = 250;

/** The groups of conditions with the exact number of people left after each, and the last step that stays. */
export function SegmentEditor({
  start,
  saved,
}: {
  readonly start: SegmentDefinition | undefined;
  readonly saved: SegmentEntry | undefined;
}): ReactElement {
  const [draft, setDraft] = useState<Draft>(() => draftOf(start ?? { groups: [] }));
  const language = useSession((session) => session.language);
  const settled = useDebounced(draft, SETTLE_MS);
  const { definition, groupIds } = useMemo(() => definitionOf(settled), [settled]);
  const preview = useVaultQuery("previewSegment", { definition, language }, [
    "people",
    "consent",
    "insight",
    "segments",
  ]);
  const stale = settled !== draft || (preview.state === "ready" && preview.asking);
  return (
    <Asked query={preview}>
      {(found) => (
        <div className="build">
          <Groups draft={draft} setDraft={setDraft} preview={found} groupIds={groupIds} />
          <div className="build-side stack">
            <SegmentSide draft={draft} saved={saved} preview={found} stale={stale} />
            <MembershipTester definition={definition} />
          </div>
        </div>
      )}
    </Asked>
  );
}

function Groups({
  draft,
  setDraft,
  preview,
  groupIds,
}: {
  readonly draft: Draft;
  readonly setDraft: (draft: Draft) => void;
  readonly preview: SegmentPreview;
  readonly groupIds: readonly number[];
}): ReactElement {
  const { t } = useTranslation("builder");
  const words = useWords();
  const format = useFormat();
  // A group that has just been added takes the focus, so that the keyboard goes on from there.
  const [added, setAdded] = useState<number>();
  const start = (next: Draft, first: DraftGroup | undefined): void => {
    setAdded(first?.id);
    setDraft(next);
  };
  const change = (changed: DraftGroup): void =>
    setDraft(draft.map((group) => (group.id === changed.id ? changed : group)));
  const base = preview.everybody - preview.withheld;
  const remainingOf = (group: DraftGroup): number | undefined =>
    preview.steps[groupIds.indexOf(group.id)]?.remaining;
  return (
    <div className="stack">
      {draft.length === 0 && (
        <TemplateList
          onChoose={(chosen) => {
            const next = draftOf(chosen);
            start(next, next[0]);
          }}
        />
      )}
      <Card>
        <div className="row-apart">
          <strong>{t("startStep")}</strong>
          <span>{t("peopleCount", { count: base, people: format.count(base) })}</span>
        </div>
        <p className="note">
          {t("startNote", {
            everybody: format.count(preview.everybody),
            withheld: format.count(preview.withheld),
          })}
        </p>
      </Card>
      {draft.map((group, index) => (
        <Fragment key={group.id}>
          <div className="build-join">{t("and")}</div>
          <GroupEditor
            group={group}
            place={index + 1}
            focusFirst={group.id === added}
            currency={preview.currency}
            remaining={remainingOf(group)}
            onChange={change}
            onRemove={() => setDraft(draft.filter((one) => one.id !== group.id))}
          />
        </Fragment>
      ))}
      {preview.note && (
        <Notice
          tone="info"
          actions={
            <LinkButton icon="predict" href={address("predict", "lifetime")}>
              {t("toPredict")}
            </LinkButton>
          }
        >
          <p>{words.release(`note.${preview.note}`)}</p>
        </Notice>
      )}
      <div>
        <Button
          icon="plus"
          onPress={() => {
            const group = emptyGroup();
            start([...draft, group], group);
          }}
        >
          {draft.length === 0 ? t("addFirst") : t("addGroup")}
        </Button>
      </div>
      <ConsentStep preview={preview} />
    </div>
  );
}
