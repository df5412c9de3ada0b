import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../workers/base/fault.ts";
import type { PriorityList, PriorityPlace } from "../../../workers/terms/segment-sets.ts";
import type { SegmentEntry } from "../../../workers/terms/segment.ts";
import {
  Asked,
  Button,
  Card,
  FaultNotice,
  IconButton,
  Select,
  SmallTable,
  TextField,
} from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { toast } from "../../state/toasts.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { vaultApi } from "../../state/vault.ts";

/** Orders of segments: each person counts for the first that takes them, here and in a release that names the order. */
export function OrderCard({ segments }: { readonly segments: readonly SegmentEntry[] }): ReactElement {
  const { t } = useTranslation("compare");
  const [editing, setEditing] = useState<PriorityList | "new">();
  const query = useVaultQuery("listPriorities", {}, ["segments", "people", "consent", "insight"]);
  return (
    <Card title={t("order")}>
      <p className="note">{t("orderText")}</p>
      <Asked query={query}>
        {(lists) => (
          <>
            {lists.map((list) => (
              <OneOrder key={list.id} list={list} onEdit={() => setEditing(list)} />
            ))}
          </>
        )}
      </Asked>
      {editing === undefined ? (
        <div>
          <Button icon="plus" onPress={() => setEditing("new")}>
            {t("orderNew")}
          </Button>
        </div>
      ) : (
        <OrderForm
          key={editing === "new" ? "new" : editing.id}
          segments={segments}
          start={editing === "new" ? undefined : editing}
          onDone={() => setEditing(undefined)}
        />
      )}
    </Card>
  );
}

function OneOrder({
  list,
  onEdit,
}: {
  readonly list: PriorityList;
  readonly onEdit: () => void;
}): ReactElement {
  const { t } = useTranslation("compare");
  const [fault, setFault] = useState<Fault>();
  const remove = async (): Promise<void> => {
    const removed = await vaultApi().deletePriority({ priorityId: list.id });
    setFault(removed.ok ? undefined : removed.error);
  };
  return (
    <section className="stack-tight" aria-label={list.name}>
      <div className="row-apart">
        <h3>{list.name}</h3>
        <div className="row">
          <Button aria-label={t("orderEditNamed", { name: list.name })} onPress={onEdit}>
            {t("orderEdit")}
          </Button>
          <Button
            kind="quiet"
            icon="trash"
            aria-label={t("orderDeleteNamed", { name: list.name })}
            onPress={() => void remove()}
          >
            {t("delete")}
          </Button>
        </div>
      </div>
      {fault && <FaultNotice fault={fault} />}
      <Places caption={list.name} places={list.segments} />
    </section>
  );
}

function Places({
  caption,
  places,
}: {
  readonly caption: string;
  readonly places: readonly PriorityPlace[];
}): ReactElement {
  const { t } = useTranslation("compare");
  const format = useFormat();
  return (
    <SmallTable
      caption={caption}
      rows={places}
      keyOf={(place) => place.segmentId}
      columns={[
        { key: "name", title: t("segment"), cell: ({ name }) => name },
        { key: "people", title: t("people"), number: true, cell: ({ people }) => format.count(people) },
        { key: "counted", title: t("counted"), number: true, cell: ({ counted }) => format.count(counted) },
      ]}
    />
  );
}

function OrderForm({
  segments,
  start,
  onDone,
}: {
  readonly segments: readonly SegmentEntry[];
  readonly start: PriorityList | undefined;
  readonly onDone: () => void;
}): ReactElement {
  const { t } = useTranslation("compare");
  const [name, setName] = useState(start?.name ?? "");
  const [ids, setIds] = useState<readonly number[]>(start?.segments.map(({ segmentId }) => segmentId) ?? []);
  const [fault, setFault] = useState<Fault>();
  const save = async (): Promise<void> => {
    const own = start === undefined ? {} : { id: start.id };
    const saved = await vaultApi().savePriority({ ...own, name: name.trim(), segmentIds: [...ids] });
    if (!saved.ok) {
      setFault(saved.error);
      return;
    }
    toast("ok", t("orderSaved", { name: saved.value.name }));
    onDone();
  };
  const ready = name.trim() !== "" && ids.length > 0;
  return (
    <form
      className="stack-tight"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void save();
      }}
    >
      <TextField label={t("orderName")} value={name} onChange={setName} />
      <OrderedSegments segments={segments} ids={ids} onChange={setIds} />
      <Select
        label={t("orderAdd")}
        value={undefined}
        options={segments
          .filter(({ id }) => !ids.includes(id))
          .map((segment) => ({ value: String(segment.id), label: segment.name }))}
        onChange={(id) => setIds([...ids, Number(id)])}
      />
      {ids.length > 0 && <OrderPreview ids={ids} />}
      {fault && <FaultNotice fault={fault} />}
      <div className="row">
        <Button kind="primary" type="submit" isDisabled={!ready}>
          {t("orderSave")}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}

function OrderedSegments({
  segments,
  ids,
  onChange,
}: {
  readonly segments: readonly SegmentEntry[];
  readonly ids: readonly number[];
  readonly onChange: (ids: readonly number[]) => void;
}): ReactElement {
  const { t } = useTranslation("compare");
  const nameOf = (id: number): string => segments.find((segment) => segment.id === id)?.name ?? "";
  const move = (from: number, to: number): void => {
    const next = [...ids];
    next.splice(to, 0, ...next.splice(from, 1));
    onChange(next);
  };
  return (
    <ol className="ordered-segments">
      {ids.map((id, place) => (
        <li key={id} className="row-apart">
          <span>{t("place", { n: place + 1, name: nameOf(id) })}</span>
          <span className="row">
            <IconButton
              icon="up"
              label={t("moveUp", { name: nameOf(id) })}
              isDisabled={place === 0}
              onPress={() => move(place, place - 1)}
            />
            <IconButton
              icon="down"
              label={t("moveDown", { name: nameOf(id) })}
              isDisabled={place === ids.length - 1}
              onPress={() => move(place, place + 1)}
            />
            <IconButton
              icon="close"
              label={t("takeOut", { name: nameOf(id) })}
              onPress={() => onChange(ids.filter((one) => one !== id))}
            />
          </span>
        </li>
      ))}
    </ol>
  );
}

function OrderPreview({ ids }: { readonly ids: readonly number[] }): ReactElement {
  const { t } = useTranslation("compare");
  const query = useVaultQuery("previewPriority", { segmentIds: [...ids] }, [
    "segments",
    "people",
    "consent",
    "insight",
  ]);
  return <Asked query={query}>{(places) => <Places caption={t("orderPreview")} places={places} />}</Asked>;
}
