import {
  maliciousKinds,
  type Incident,
  type IncidentDuty,
  type IncidentReason,
  type IncidentStep,
} from "../../../terms/incident.ts";
import type { RequestLaw } from "../../../terms/rights.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** From more people than this on a report is due whatever was in it. */
const MANY = 1000;
/** Japan keeps one time all year. */
const JST = 9 * HOUR;

/** What duties depend on. */
interface Struck {
  readonly incident: Incident;
  readonly people: number;
  readonly special: number;
}

type Judgement = Pick<IncidentDuty, "required" | "reasons">;

interface Rule {
  readonly step: IncidentStep;
  readonly law: RequestLaw;
  readonly judge: (struck: Struck) => Judgement;
  /** Undefined for "without undue delay". */
  readonly due: (struck: Struck) => string | undefined;
  readonly article: string;
  readonly source: string;
}

/** Whether it was somebody's wrongful act: as told, else by its kind. */
export function isMalicious({ malicious, kind }: Incident): boolean {
  return malicious ?? maliciousKinds.has(kind);
}

function graveReasons({ incident, people, special }: Struck): readonly IncidentReason[] {
  return [
    ...(special > 0 ? (["special"] as const) : []),
    ...(incident.financial === true ? (["property"] as const) : []),
    ...(isMalicious(incident) ? (["malicious"] as const) : []),
    ...(people > MANY ? (["over-thousand"] as const) : []),
  ];
}

/** 個人情報保護委員会規則 第7条: any of four; what cannot be read (高度な暗号化等の秘匿化) is exempt. */
function underAppi(struck: Struck): Judgement {
  if (struck.incident.unreadable === true) return { required: "no", reasons: ["unreadable"] };
  if (struck.people === 0) return { required: "check", reasons: ["nobody"] };
  const reasons = graveReasons(struck);
  return reasons.length > 0
    ? { required: "yes", reasons }
    : { required: "no", reasons: ["below-thresholds"] };
}

/** GDPR art. 33(1): unless a risk to people is unlikely. That what got out cannot be read makes it unlikely; people decide. */
function reportToAuthority({ incident, people }: Struck): Judgement {
  if (people === 0) return { required: "check", reasons: ["nobody"] };
  if (incident.unreadable === true) return { required: "check", reasons: ["unreadable"] };
  return { required: "yes", reasons: ["risk"] };
}

/** GDPR art. 34(1) and (3)(a): where the risk is likely to be high. */
function tellPeople(struck: Struck): Judgement {
  if (struck.people === 0) return { required: "check", reasons: ["nobody"] };
  if (struck.incident.unreadable === true) return { required: "no", reasons: ["unreadable"] };
  const grave = graveReasons(struck).filter((reason) => reason !== "over-thousand");
  return grave.length > 0
    ? { required: "yes", reasons: ["high-risk", ...grave] }
    : { required: "check", reasons: ["decide"] };
}

/** The n-th day in Japan, that of becoming aware being the first; weekends are not added, so the day is never too late. */
function japaneseDay(noticedAt: string, nth: number): string {
  return new Date(Date.parse(noticedAt) + JST + (nth - 1) * DAY).toISOString().slice(0, 10);
}

const noDay = (): undefined => undefined;
const within72Hours = ({ incident }: Struck): string =>
  new Date(Date.parse(incident.noticedAt) + 72 * HOUR).toISOString();

const appiGuideline = "https://www.ppc.go.jp/personalinfo/legal/guidelines_tsusoku/";
const appiLaw = "https://laws.e-gov.go.jp/law/415AC0000000057";
const gdpr = "https://eur-lex.europa.eu/eli/reg/2016/679/oj";
const ukGdpr = "https://www.legislation.gov.uk/eur/2016/679/article/33";

/**
 * The duties of the laws, as data. APPI: a prompt report within three to five days, the fifth being the last, and a final one within 30
 * days, 60 where somebody acted wrongfully (規則 第8条; 通則ガイドライン 3-5-3-3, 3-5-3-4). GDPR and UK GDPR: 72 hours. California: 30 calendar
 * days, for what Civil Code § 1798.82(h) calls personal information; people decide whether it was.
 */
const rules: readonly Rule[] = [
  {
    step: "appi.prompt",
    law: "appi",
    judge: underAppi,
    due: ({ incident }) => japaneseDay(incident.noticedAt, 5),
    article: "個人情報保護法 第26条第1項、施行規則 第7条・第8条第1項（速報）",
    source: appiGuideline,
  },
  {
    step: "appi.final",
    law: "appi",
    judge: underAppi,
    due: ({ incident }) => japaneseDay(incident.noticedAt, isMalicious(incident) ? 60 : 30),
    article: "個人情報保護法 第26条第1項、施行規則 第8条第2項（確報）",
    source: appiGuideline,
  },
  {
    step: "appi.people",
    law: "appi",
    judge: underAppi,
    due: noDay,
    article: "個人情報保護法 第26条第2項、施行規則 第10条",
    source: appiLaw,
  },
  {
    step: "gdpr.authority",
    law: "gdpr",
    judge: reportToAuthority,
    due: within72Hours,
    article: "GDPR Art. 33(1)",
    source: gdpr,
  },
  { step: "gdpr.people", law: "gdpr", judge: tellPeople, due: noDay, article: "GDPR Art. 34", source: gdpr },
  {
    step: "uk_gdpr.authority",
    law: "uk_gdpr",
    judge: reportToAuthority,
    due: within72Hours,
    article: "UK GDPR Art. 33(1)",
    source: ukGdpr,
  },
  {
    step: "uk_gdpr.people",
    law: "uk_gdpr",
    judge: tellPeople,
    due: noDay,
    article: "UK GDPR Art. 34",
    source: ukGdpr,
  },
  {
    step: "ccpa.people",
    law: "ccpa",
    judge: ({ incident }) =>
      incident.unreadable === true
        ? { required: "no", reasons: ["unreadable"] }
        : { required: "check", reasons: ["decide"] },
    due: ({ incident }) => new Date(Date.parse(incident.noticedAt) + 30 * DAY).toISOString().slice(0, 10),
    article: "Cal. Civ. Code § 1798.82(a)",
    source:
      "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=1798.82",
  },
];

/**
 * The duties of an incident under the packs in force; under every law, to be checked, where none of theirs is.
 * @param done moments at which steps were ticked off
 */
export function incidentDuties(
  struck: Struck,
  packs: readonly string[],
  done: ReadonlyMap<string, string>,
  now: Date,
): readonly IncidentDuty[] {
  const inForce = rules.filter(({ law }) => packs.includes(law));
  return (inForce.length === 0 ? rules : inForce).map(({ step, law, judge, due, article, source }) => {
    const judged = judge(struck);
    const required = inForce.length === 0 && judged.required === "yes" ? "check" : judged.required;
    const dueAt = required === "no" ? undefined : due(struck);
    const doneAt = done.get(step);
    return {
      step,
      law,
      required,
      reasons: judged.reasons,
      article,
      source,
      ...(dueAt === undefined ? {} : { dueAt }),
      ...(doneAt === undefined ? {} : { doneAt }),
      overdue: dueAt !== undefined && doneAt === undefined && isOver(dueAt, now),
    };
  });
}

/** A day is over at its end in Japan or later still; a moment when it has passed. */
function isOver(dueAt: string, now: Date): boolean {
  const end = dueAt.length > 10 ? Date.parse(dueAt) : Date.parse(`${dueAt}T00:00:00Z`) + DAY - JST;
  return now.getTime() > end;
}
