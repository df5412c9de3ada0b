import { resolve } from "node:path";
import {
  correctableFields,
  objectionKinds,
  requestKinds,
  requestLaws,
  requestOutcomes,
  type CorrectionChange,
  type RequestEntry,
} from "../../../workers/terms/rights.ts";
import { command, misuse, reply, type Reply } from "../core/command.ts";
import { wholeNumber } from "../core/lookup.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

const customerOption = {
  customer: { kind: "whole", hint: "ID", least: 1, most: 2_147_483_647, required: true },
} as const;
const outOption = { out: { kind: "text", hint: "DIR", required: true } } as const;

export const subjectFind = command({
  name: "subject find",
  summary: {
    ja: "メールアドレス、電話番号、会員番号、氏名、フリガナなどから人を探します。以前の値やまとめる前の登録からも見つかります。",
    en: "Finds a person by e-mail address, telephone or customer number, name or reading, also by what they were before.",
  },
  rest: { hint: "VALUE", least: 1, most: 1 },
  options: vaultOption,
  run: ({ io, words, given, rest }) =>
    withVault(io, given.vault, async (api) =>
      reply(await api.findSubjects({ value: rest[0] ?? "" }), ({ subjects, quarantined }) => [
        said(words, "cli.found", { count: subjects.length }),
        ...table(
          ["id", words.say("name"), said(words, "cli.matchedBy")],
          subjects.map(({ customerId, name, matches }) => [
            String(customerId),
            name,
            matches
              .map(
                ({ by, former }) =>
                  said(words, `match.${by}`) + (former ? ` (${said(words, "cli.former")})` : ""),
              )
              .join(" / "),
          ]),
        ),
        ...(quarantined === 0 ? [] : [said(words, "cli.quarantined", { count: quarantined })]),
      ]),
    ),
});

export const subjectExport = command({
  name: "subject export",
  summary: {
    ja: "一人について保管しているすべてを、読めるページ、JSON、CSVで書き出します。--portableで、その人が提供した情報だけをJSONとCSVで書き出します。",
    en: "Writes everything held about one person as a readable page, JSON and CSV; --portable only what they provided, as JSON and CSV.",
  },
  options: { ...vaultOption, ...customerOption, ...outOption, portable: { kind: "flag" } },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const written = await api.accessPack({
        customerId: given.customer,
        language: words.language,
        folder: resolve(given.out),
        portable: given.portable,
      });
      return reply(written, ({ paths, ...counts }) => [
        said(words, "cli.pack", counts),
        ...paths.map((path) => `  ${path}`),
      ]);
    }),
});

export const subjectCorrect = command({
  name: "subject correct",
  summary: {
    ja: "一人の情報を訂正します。--set 項目=値(値が空なら取り除く)。後から取り込むファイルでは変わりません。",
    en: "Puts right what is held of one person: --set field=value (an empty value takes it away). Later imports leave it.",
  },
  options: {
    ...vaultOption,
    ...customerOption,
    set: { kind: "many", hint: "FIELD=VALUE" },
    /** Which of several addresses or numbers is wrong. */
    instead: { kind: "text", hint: "OLD-VALUE" },
    reason: { kind: "text", hint: "TEXT" },
  },
  run: async ({ io, words, given }): Promise<Reply> => {
    const changes: CorrectionChange[] = [];
    for (const text of given.set) {
      const change = changeOf(text, given.instead);
      if (change === undefined)
        return misuse("bad-value", {
          name: "--set",
          value: text,
          expected: `${correctableFields.join("|")}=…`,
        });
      changes.push(change);
    }
    if (changes.length === 0) return misuse("missing-option", { name: "--set FIELD=VALUE" });
    return withVault(io, given.vault, async (api) => {
      const done = await api.correctCustomer({
        customerId: given.customer,
        changes,
        reason: given.reason ?? "",
      });
      return reply(done, ({ cells }) => [said(words, "cli.corrected", { cells })]);
    });
  },
});

function changeOf(text: string, before: string | undefined): CorrectionChange | undefined {
  const at = text.indexOf("=");
  const field = correctableFields.find((one) => one === text.slice(0, at).trim());
  if (at < 0 || field === undefined) return undefined;
  const value = text.slice(at + 1).trim();
  const contact = field === "email" || field === "phone";
  return {
    field,
    value: value === "" ? null : value,
    ...(contact && before !== undefined ? { before } : {}),
  };
}

export const subjectObject = command({
  name: "subject object",
  summary: {
    ja: "一人の異議を書き留めます。ダイレクトマーケティング(そのための予測を含む)、または予測だけに。",
    en: "Writes down that one person objects: to direct marketing and the predictions for it, or to predictions alone.",
  },
  options: {
    ...vaultOption,
    ...customerOption,
    to: { kind: "choice", choices: objectionKinds, required: true },
    reason: { kind: "text", hint: "TEXT" },
  },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const done = await api.recordObjection({
        customerId: given.customer,
        to: [given.to],
        reason: given.reason ?? "",
      });
      return reply(done, ({ purposes }) => [said(words, "cli.objected", { purposes })]);
    }),
});

export const requestsList = command({
  name: "subject requests list",
  summary: { ja: "請求を期限の順に並べます。", en: "Lists people’s requests by their deadline." },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(
        mapOutcome(await api.listRequests({}), (requests) => ({ requests })),
        ({ requests }) =>
          table(
            [
              "id",
              said(words, "cli.request"),
              said(words, "cli.law"),
              said(words, "cli.received"),
              said(words, "cli.due"),
              said(words, "cli.daysLeft"),
              words.say("name"),
            ],
            requests.map((one) => [
              String(one.id),
              said(words, `kind.${one.kind}`),
              said(words, `law.${one.law}`),
              one.receivedOn,
              one.deadline.dueOn,
              one.outcome === undefined ? String(one.daysLeft) : said(words, `outcome.${one.outcome}`),
              one.who ?? "",
            ]),
          ),
      ),
    ),
});

export const requestsAdd = command({
  name: "subject requests add",
  summary: {
    ja: "受け取った請求を書き留めます。期限は法律ごとに決まります。",
    en: "Writes down a request that was received; the law sets its deadline.",
  },
  options: {
    ...vaultOption,
    kind: { kind: "choice", choices: requestKinds, required: true },
    law: { kind: "choice", choices: requestLaws, required: true },
    received: { kind: "text", hint: "YYYY-MM-DD" },
    customer: { kind: "whole", hint: "ID", least: 1, most: 2_147_483_647 },
    who: { kind: "text", hint: "TEXT" },
    note: { kind: "text", hint: "TEXT" },
  },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const saved = await api.saveRequest({
        kind: given.kind,
        law: given.law,
        receivedOn: given.received ?? io.now().toISOString().slice(0, 10),
        customerId: given.customer,
        who: given.who,
        note: given.note,
      });
      return reply(saved, (entry) => [savedLine(entry, words)]);
    }),
});

function savedLine({ id, deadline }: RequestEntry, words: Words): string {
  return said(words, "cli.requestSaved", { id, due: deadline.dueOn, article: deadline.article });
}

export const requestsClose = command({
  name: "subject requests close",
  summary: { ja: "請求を完了にします。", en: "Closes a request." },
  rest: { hint: "ID", least: 1, most: 1 },
  options: {
    ...vaultOption,
    outcome: { kind: "choice", choices: requestOutcomes, required: true },
    note: { kind: "text", hint: "TEXT" },
  },
  run: async ({ io, words, given, rest }): Promise<Reply> => {
    const requestId = wholeNumber(rest[0]);
    if (requestId === undefined) return misuse("bad-value", { name: "ID", value: rest[0], expected: "1 …" });
    return withVault(io, given.vault, async (api) => {
      const closed = await api.closeRequest({ requestId, outcome: given.outcome, note: given.note });
      return reply(closed, ({ id }) => [said(words, "cli.requestClosed", { id })]);
    });
  },
});

export const requestsCalendar = command({
  name: "subject requests calendar",
  summary: {
    ja: "請求の期限をカレンダーのファイル(.ics)に書き出します。個人情報は入りません。",
    en: "Writes the deadlines of open requests as a calendar file (.ics) that names nobody.",
  },
  options: { ...vaultOption, ...outOption },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const written = await api.exportRequestCalendar({
        folder: resolve(given.out),
        language: words.language,
      });
      return reply(written, ({ deadlines, paths }) => [
        said(words, "cli.calendar", { count: deadlines }),
        ...paths.map((path) => `  ${path}`),
      ]);
    }),
});

/** A sentence of rights.json. */
function said(words: Words, key: string, facts: Readonly<Record<string, string | number>> = {}): string {
  return words.label("rights", key, facts);
}
