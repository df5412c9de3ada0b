import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/format.ts";
import { runJob } from "../state/jobs.ts";
import { toast } from "../state/toasts.ts";
import { vaultApi } from "../state/vault.ts";

/**
 * Runs the rules that run by themselves, once a vault has been opened: in the background, in the tray with its progress and a
 * way to stop it. Where no rule runs by itself nothing is asked but the two lists of rules.
 */
export function KeepAtOpening(): null {
  const { t } = useTranslation("keepRules");
  const format = useFormat();
  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    const keep = async (): Promise<void> => {
      if (!(await anyAutomatic())) return;
      const done = await runJob(t("openingRuns"), (job) => vaultApi().runDueRules({ job }));
      if (!done.ok) return;
      const { ran, asked } = done.value;
      if (ran.length > 0) toast("ok", t("openingRan", { rules: format.count(ran.length) }));
      if (asked.length > 0) toast("warn", t("openingAsks"));
    };
    void keep();
  }, [t, format]);
  return null;
}

async function anyAutomatic(): Promise<boolean> {
  const lists = await Promise.all([vaultApi().listRetention({}), vaultApi().listKeepRules({})]);
  return lists.some(
    (list) =>
      list.ok && list.value.some(({ rule, automaticSince }) => rule.active && automaticSince !== undefined),
  );
}
