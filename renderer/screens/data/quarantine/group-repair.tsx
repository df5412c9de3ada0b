import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import type { QuarantineReason } from "../../../../workers/terms/intake.ts";
import {
  repairRuleKinds,
  type GroupMended,
  type QuarantineGroup,
  type RepairRule,
} from "../../../../workers/terms/quarantine.ts";
import { Button, Card, FaultNotice, Notice, Personal, Select, TextField } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";

type RuleKind = (typeof repairRuleKinds)[number];

/** One rule for all rows of a group: tried first, then sent through the gate again. */
export function GroupRepair({
  reason,
  importId,
  headings,
}: {
  readonly reason: QuarantineReason;
  readonly importId: number | undefined;
  /** The headings of each import, by its id. */
  readonly headings: Readonly<Record<number, readonly string[]>>;
}): ReactElement | null {
  const query = useVaultQuery("listQuarantineGroups", {}, ["quarantine"]);
  const groups =
    query.state === "ready"
      ? query.value.filter(
          (group) => group.reason === reason && (importId === undefined || group.importId === importId),
        )
      : [];
  const [picked, setPicked] = useState("");
  const group = groups.find((one) => keyOf(one) === picked) ?? groups[0];
  if (!group) return null;
  return (
    <RuleCard
      key={keyOf(group)}
      group={group}
      groups={groups}
      headings={headings[group.importId] ?? []}
      onPick={setPicked}
    />
  );
}

function keyOf({ importId, reason, column }: QuarantineGroup): string {
  return `${String(importId)} ${reason} ${column ?? ""}`;
}

function RuleCard({
  group,
  groups,
  headings,
  onPick,
}: {
  readonly group: QuarantineGroup;
  readonly groups: readonly QuarantineGroup[];
  readonly headings: readonly string[];
  readonly onPick: (key: string) => void;
}): ReactElement {
  const { t } = useTranslation("quarantine");
  const words = useWords();
  const format = useFormat();
  const draft = useRule(group, headings);
  const run = useGroup(group, draft.rule);
  const title = (one: QuarantineGroup): string =>
    t(one.column === undefined ? "groupOf" : "groupOfColumn", {
      file: one.name,
      column: one.column ?? "",
      rows: format.count(one.rows),
    });
  return (
    <Card title={t("groupTitle")}>
      <p className="note">{t("groupNote")}</p>
      <div className="columns-2">
        {groups.length > 1 && (
          <Select
            label={t("group")}
            value={keyOf(group)}
            options={groups.map((one) => ({ value: keyOf(one), label: title(one) }))}
            onChange={onPick}
          />
        )}
        <Select
          label={t("rule")}
          value={draft.kind}
          options={repairRuleKinds.map((kind) => ({ value: kind, label: words.label("repairRule", kind) }))}
          onChange={draft.setKind}
        />
        <RuleFields draft={draft} headings={headings} />
      </div>
      <div className="row">
        <Button isDisabled={draft.rule === undefined || run.busy} onPress={() => void run.go(true)}>
          {t("tryRule")}
        </Button>
        <Button
          kind="primary"
          icon="check"
          isDisabled={draft.rule === undefined || run.busy || run.trial?.key !== JSON.stringify(draft.rule)}
          onPress={() => void run.go(false)}
        >
          {t("storeRule", { rows: format.count(run.trial?.answer.stored ?? 0) })}
        </Button>
      </div>
      {run.fault && <FaultNotice fault={run.fault} />}
      {run.trial && <Trial answer={run.trial.answer} />}
    </Card>
  );
}

/** What the rule would do: how many rows, and some of them before and after. */
function Trial({ answer }: { readonly answer: GroupMended }): ReactElement {
  const { t } = useTranslation("quarantine");
  const format = useFormat();
  return (
    <Notice
      tone={answer.stored > 0 ? "info" : "warn"}
      title={t("trial", {
        tried: format.count(answer.tried),
        changed: format.count(answer.changed),
        stored: format.count(answer.stored),
      })}
      live
    >
      <ul className="plain-list">
        {answer.examples.map(({ line, before, after }) => (
          <li key={line}>
            {t("line", { line: format.count(line) })} <Personal>{`${before} → ${after}`}</Personal>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function RuleFields({
  draft,
  headings,
}: {
  readonly draft: ReturnType<typeof useRule>;
  readonly headings: readonly string[];
}): ReactElement | null {
  const { t } = useTranslation("quarantine");
  if (draft.kind !== "replace" && draft.kind !== "fill") return null;
  const columns = headings.map((heading, index) => ({
    value: String(index),
    label: heading === "" ? t("columnNumber", { column: index + 1 }) : heading,
  }));
  const anywhere = draft.kind === "replace" ? [{ value: "any", label: t("anywhere") }] : [];
  return (
    <>
      <Select
        label={t("inColumn")}
        value={draft.column}
        options={[...anywhere, ...columns]}
        onChange={draft.setColumn}
      />
      {draft.kind === "replace" && (
        <TextField label={t("find")} value={draft.find} onChange={draft.setFind} />
      )}
      <TextField
        label={t(draft.kind === "replace" ? "replaceWith" : "fillWith")}
        value={draft.text}
        onChange={draft.setText}
      />
    </>
  );
}

/** The rule as it stands in the form; undefined while something is missing. */
function useRule(group: QuarantineGroup, headings: readonly string[]) {
  const blamed = headings.indexOf(group.column ?? "");
  const [kind, setKind] = useState<RuleKind>(group.reason === "too-few-cells" ? "pad" : "again");
  const [column, setColumn] = useState(blamed < 0 ? "any" : String(blamed));
  const [find, setFind] = useState("");
  const [text, setText] = useState("");
  return { kind, setKind, column, setColumn, find, setFind, text, setText, rule: ruleOf() };

  function ruleOf(): RepairRule | undefined {
    if (kind === "replace") {
      if (find === "") return undefined;
      return { kind, find, with: text, ...(column === "any" ? {} : { column: Number(column) }) };
    }
    if (kind === "fill")
      return column === "any" || text === "" ? undefined : { kind, column: Number(column), value: text };
    return { kind };
  }
}

/** Tries a rule or carries it out. */
function useGroup({ importId, reason, column }: QuarantineGroup, rule: RepairRule | undefined) {
  const { t } = useTranslation("quarantine");
  const format = useFormat();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const [trial, setTrial] = useState<{ readonly key: string; readonly answer: GroupMended }>();
  const go = async (dryRun: boolean): Promise<void> => {
    if (!rule) return;
    setBusy(true);
    setFault(undefined);
    const group = { importId, reason, ...(column === undefined ? {} : { column }) };
    const mended = await vaultApi().mendGroup({ ...group, rule, dryRun });
    setBusy(false);
    if (!mended.ok) setFault(mended.error);
    else if (dryRun) setTrial({ key: JSON.stringify(rule), answer: mended.value });
    else {
      setTrial(undefined);
      toast("ok", t("groupStored", { rows: format.count(mended.value.stored) }));
    }
  };
  return { busy, fault, trial, go };
}
