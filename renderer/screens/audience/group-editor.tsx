import { Fragment, useEffect, useRef, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Button, Checkbox } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { ConditionEditor } from "./condition-editor.tsx";
import { emptyCondition, type DraftCondition, type DraftGroup } from "./draft.ts";

/** Conditions of which one is enough, and how many people are left after this group. */
export function GroupEditor({
  group,
  place,
  focusFirst,
  currency,
  remaining,
  onChange,
  onRemove,
}: {
  readonly group: DraftGroup;
  /** Counted from 1. */
  readonly place: number;
  /** Takes the focus when it appears. */
  readonly focusFirst: boolean;
  readonly currency: string;
  /** Undefined while no condition of the group can be asked. */
  readonly remaining: number | undefined;
  readonly onChange: (group: DraftGroup) => void;
  readonly onRemove: () => void;
}): ReactElement {
  const { t } = useTranslation("builder");
  const format = useFormat();
  const { conditions } = group;
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focusFirst) section.current?.focus();
  }, [focusFirst]);
  const change = (changed: DraftCondition): void =>
    onChange({ ...group, conditions: conditions.map((one) => (one.id === changed.id ? changed : one)) });
  const remove = (id: number): void => {
    const left = conditions.filter((one) => one.id !== id);
    if (left.length === 0) onRemove();
    else onChange({ ...group, conditions: left });
  };
  const title = t("group", { n: place });
  return (
    <section className="card" aria-label={title} ref={section} tabIndex={-1}>
      <div className="row-apart">
        <h2 className="note">
          {group.not
            ? t("groupNone", { n: place })
            : conditions.length > 1
              ? t("groupAny", { n: place })
              : title}
        </h2>
        <Button kind="quiet" icon="trash" aria-label={t("removeGroup", { n: place })} onPress={onRemove}>
          {t("remove")}
        </Button>
      </div>
      {conditions.map((condition, index) => (
        <Fragment key={condition.id}>
          {index > 0 && <div className="condition-or">{t("or")}</div>}
          <ConditionEditor
            condition={condition}
            currency={currency}
            removable={conditions.length > 1}
            onChange={change}
            onRemove={() => remove(condition.id)}
          />
        </Fragment>
      ))}
      <div>
        <Button
          kind="quiet"
          icon="plus"
          onPress={() => onChange({ ...group, conditions: [...conditions, emptyCondition("orders")] })}
        >
          {t("addOr")}
        </Button>
      </div>
      <Checkbox isSelected={group.not} onChange={(not) => onChange({ ...group, not })}>
        {t("notGroup")}
      </Checkbox>
      <div className="remaining">
        {remaining === undefined ? (
          <span>{t("notAsked")}</span>
        ) : (
          <>
            <span>{t("remaining")}</span>
            <strong>{t("peopleCount", { count: remaining, people: format.count(remaining) })}</strong>
          </>
        )}
      </div>
    </section>
  );
}
