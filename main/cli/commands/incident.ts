import { resolve } from "node:path";
import {
  incidentKinds,
  incidentSteps,
  type Incident,
  type IncidentAssessment,
  type IncidentEntry,
  type IncidentScope,
} from "../../../workers/terms/incident.ts";
import { command, misuse, refused, reply, type Reply } from "../core/command.ts";
import { findSegment, wholeNumber } from "../core/lookup.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";
import { documentLines } from "./governance.ts";

const marks = [...incidentSteps, "closed"] as const;

export const incidentNote = command({
  name: "policy incident note",
  summary: {
    ja: "事故を記録し、人数、項目、報告の期限を示します。--dry-runでは記録せずに示すだけです。",
    en: "Notes an incident and says whose and which data it is about and what is due by when; --dry-run only says it.",
  },
  options: {
    ...vaultOption,
    kind: { kind: "choice", choices: incidentKinds, required: true },
    noticed: { kind: "text", hint: "YYYY-MM-DDTHH:MM:SSZ" },
    source: { kind: "text", hint: "SOURCE" },
    release: { kind: "whole", hint: "ID", least: 1, most: 2_147_483_647 },
    segment: { kind: "text", hint: "NAME" },
    malicious: { kind: "flag" },
    unreadable: { kind: "flag" },
    financial: { kind: "flag" },
    note: { kind: "text", hint: "TEXT" },
    id: { kind: "whole", hint: "ID", least: 1, most: 2_147_483_647 },
    "dry-run": { kind: "flag" },
  },
  run: async ({ io, words, given }): Promise<Reply> => {
    const scopes = [given.source, given.release, given.segment].filter((one) => one !== undefined);
    if (scopes.length > 1)
      return misuse("bad-value", {
        name: "--source|--release|--segment",
        value: scopes.join(", "),
        expected: "1",
      });
    const noticedAt = given.noticed ?? io.now().toISOString();
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/u.test(noticedAt) || Number.isNaN(Date.parse(noticedAt)))
      return misuse("bad-value", {
        name: "--noticed",
        value: noticedAt,
        expected: "YYYY-MM-DDTHH:MM:SSZ",
      });
    return withVault(io, given.vault, async (api) => {
      let scope: IncidentScope = { of: "all" };
      if (given.source !== undefined) scope = { of: "source", source: given.source };
      if (given.release !== undefined) scope = { of: "release", releaseId: given.release };
      if (given.segment !== undefined) {
        const segment = await findSegment(api, given.segment, words.language);
        if (!segment.ok) return refused(segment.error);
        scope = { of: "segment", segmentId: segment.value.id };
      }
      const incident: Incident = {
        kind: given.kind,
        noticedAt: new Date(noticedAt).toISOString(),
        scope,
        ...(given.malicious ? { malicious: true } : {}),
        ...(given.unreadable ? { unreadable: true } : {}),
        ...(given.financial ? { financial: true } : {}),
        ...(given.note === undefined ? {} : { note: given.note }),
      };
      if (given["dry-run"])
        return reply(await api.previewIncident(incident), (found) => assessmentLines(found, words));
      const saved = await api.saveIncident({ incident, ...(given.id === undefined ? {} : { id: given.id }) });
      return reply(saved, (entry) => [headLine(entry, words), ...assessmentLines(entry, words)]);
    });
  },
});

export const incidentList = command({
  name: "policy incident list",
  summary: { ja: "事故と、残っている義務を並べます。", en: "Lists incidents and what is still due of each." },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(
        mapOutcome(await api.listIncidents({}), (incidents) => ({ incidents })),
        ({ incidents }) =>
          incidents.length === 0
            ? [words.say("incident-none")]
            : incidents.flatMap((entry) => [headLine(entry, words), ...dutyLines(entry, words), ""]),
      ),
    ),
});

export const incidentMark = command({
  name: "policy incident mark",
  summary: {
    ja: "義務を果たしたこと、または対応が完了したことを書き留めます。",
    en: "Writes down that a duty of an incident was done, or that it is closed.",
  },
  rest: { hint: "ID STEP", least: 2, most: 2 },
  options: vaultOption,
  run: async ({ io, words, given, rest }): Promise<Reply> => {
    const incidentId = wholeNumber(rest[0]);
    if (incidentId === undefined) return misuse("bad-value", { name: "ID", value: rest[0], expected: "1 …" });
    const step = marks.find((one) => one === rest[1]);
    if (step === undefined)
      return misuse("bad-value", { name: "STEP", value: rest[1], expected: marks.join(", ") });
    return withVault(io, given.vault, async (api) =>
      reply(await api.markIncident({ incidentId, step }), (entry) => [
        headLine(entry, words),
        ...dutyLines(entry, words),
      ]),
    );
  },
});

export const incidentWrite = command({
  name: "policy incident write",
  summary: {
    ja: "監督機関への報告書と本人への通知文の下書きを示し、--outで日本語・英語のHTMLに書き出します。",
    en: "Shows the drafts of the report to the authority and of the letter to people; --out writes them as HTML in Japanese and English.",
  },
  rest: { hint: "ID", least: 1, most: 1 },
  options: { ...vaultOption, out: { kind: "text", hint: "DIR" } },
  run: async ({ io, words, given, rest }): Promise<Reply> => {
    const incidentId = wholeNumber(rest[0]);
    if (incidentId === undefined) return misuse("bad-value", { name: "ID", value: rest[0], expected: "1 …" });
    const { out } = given;
    return withVault(io, given.vault, async (api) => {
      if (out !== undefined)
        return reply(await api.writeIncident({ incidentId, folder: resolve(out) }), ({ paths }) => paths);
      const papers = await api.incidentDocuments({ incidentId, language: words.language });
      return reply(
        mapOutcome(papers, (documents) => ({ documents })),
        ({ documents }) => documents.flatMap((document) => [...documentLines(document), ""]),
      );
    });
  },
});

function headLine({ id, incident, state, people }: IncidentEntry, words: Words): string {
  return words.say("incident-head", {
    id,
    kind: words.label("words", `incidentKind.${incident.kind}`),
    at: incident.noticedAt.slice(0, 16),
    state: words.label("words", `incidentState.${state}`),
    people: words.number(people),
  });
}

function assessmentLines(found: IncidentAssessment, words: Words): readonly string[] {
  return [
    words.say("incident-people", {
      people: words.number(found.people),
      special: words.number(found.special),
    }),
    ...table(
      [words.say("map-field"), words.say("map-class"), words.say("incident-count")],
      found.categories.map(({ id, class: kind, people }) => [
        id,
        words.label("words", `fieldClass.${kind}`),
        words.number(people),
      ]),
    ),
    ...dutyLines(found, words),
  ];
}

function dutyLines({ duties }: IncidentAssessment, words: Words): readonly string[] {
  return table(
    [
      words.say("incident-duty"),
      words.say("incident-required"),
      words.say("incident-due"),
      words.say("law-article"),
      words.say("incident-done"),
    ],
    duties.map(({ step, required, dueAt, article, doneAt, overdue }) => [
      step,
      words.label("words", `incidentRequired.${required}`),
      (dueAt ?? (required === "no" ? "" : words.say("incident-no-delay"))) +
        (overdue ? ` ${words.say("incident-overdue")}` : ""),
      article,
      doneAt ?? "",
    ]),
  );
}
