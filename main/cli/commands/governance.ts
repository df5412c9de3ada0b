import { resolve } from "node:path";
import {
  firmRoles,
  governanceDocuments,
  sourceRoles,
  type GovernanceDocument,
  type GovernanceDocumentKind,
  type ReadinessCheck,
} from "../../../workers/terms/governance.ts";
import type { Outcome } from "../../../workers/base/fault.ts";
import type { VaultApi } from "../../../workers/contract.ts";
import { command, done, misuse, refused, reply, type Reply } from "../core/command.ts";
import { facts, table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

const outOption = { out: { kind: "text", hint: "DIR" } } as const;

export const policyReadiness = command({
  name: "policy readiness",
  summary: {
    ja: "管理体制の準備状況を、金庫を読んで確かめます。直す画面も示します。",
    en: "Checks by reading the vault whether it is ready for questions about its governance, and says which screen mends what.",
  },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(
        await api.checkReadiness({ language: words.language, job: io.job }),
        ({ checks, ok, look, missing }) => [
          words.say("governance-readiness", { ok, look, missing }),
          ...table(
            [
              words.say("governance-verdict"),
              words.say("governance-question"),
              words.say("governance-evidence"),
              words.say("governance-screen"),
            ],
            checks.map((check) => checkRow(check, words)),
          ),
        ],
      ),
    ),
});

function checkRow({ verdict, question, evidence, screen }: ReadinessCheck, words: Words): readonly string[] {
  return [words.say(`governance-${verdict}`), question, evidence, screen.join("/")];
}

export const policyRegister = documentCommand(
  "register",
  ["register"],
  {
    ja: "個人データ取扱台帳を、金庫にあるものから作ります。--outで日本語・英語のHTMLとCSVを書き出します。",
    en: "Makes the register of processing from what the vault holds; --out writes it as HTML and CSV in Japanese and English.",
  },
  (api, language) => api.processingRegister({ language }),
);

export const policyAssessment = documentCommand(
  "assessment",
  ["assessment"],
  {
    ja: "影響評価（DPIA／PIA）の下書きを作ります。人が判断するところは空欄です。--outでHTMLを書き出します。",
    en: "Drafts the impact assessment (DPIA, PIA), with blanks for what people decide; --out writes it as HTML.",
  },
  (api, language) => api.assessmentDraft({ language }),
);

export const policyNotice = documentCommand(
  "notice",
  ["notice_short", "notice"],
  {
    ja: "プライバシーポリシー（10行と全文）を作ります。--outで日本語・英語のHTMLを書き出します。",
    en: "Makes the privacy notice, in ten lines and in full; --out writes both as HTML in Japanese and English.",
  },
  (api, language) => api.privacyNotice({ language }),
);

export const policyGuideline = documentCommand(
  "guideline",
  ["guideline"],
  {
    ja: "AI利用ガイドラインを、実際に動かしたモデルから作ります。--outでHTMLを書き出します。",
    en: "Makes the guideline for the use of AI from the models that really ran; --out writes it as HTML.",
  },
  (api, language) => api.aiGuideline({ language }),
);

/** A command that shows a document and, with --out, writes it. */
function documentCommand(
  name: string,
  documents: readonly GovernanceDocumentKind[],
  summary: { readonly ja: string; readonly en: string },
  ask: (
    api: VaultApi,
    language: Words["language"],
  ) => Promise<Outcome<{ readonly document: GovernanceDocument }>>,
) {
  return command({
    name: `policy ${name}`,
    summary,
    options: { ...vaultOption, ...outOption },
    run: ({ io, words, given: { vault, out } }) =>
      withVault(io, vault, async (api) => {
        const made = await ask(api, words.language);
        if (!made.ok) return refused(made.error);
        const lines = documentLines(made.value.document);
        if (out === undefined) return done(made.value, lines);
        const written = await api.writeGovernance({ documents: [...documents], folder: resolve(out) });
        return reply(
          written.ok ? { ok: true, value: { ...made.value, ...written.value } } : written,
          ({ paths }) => [...lines, "", ...paths],
        );
      }),
  });
}

/** A document as text: headings, paragraphs, lists and tables below each other. */
export function documentLines({ title, lead, sections }: GovernanceDocument): readonly string[] {
  return [
    title,
    lead,
    ...sections.flatMap(({ title: heading, paragraphs = [], list = [], table: cells, blanks = [] }) => [
      "",
      `## ${heading}`,
      ...paragraphs,
      ...list.map((text) => `- ${text}`),
      ...(cells === undefined
        ? []
        : cells.headings.length === 2
          ? facts(cells.rows.map(([name = "", text = ""]) => [name, text] as const))
          : table(cells.headings, cells.rows)),
      ...blanks.map((text) => `[ ] ${text}`),
    ]),
  ];
}

export const policyDocuments = command({
  name: "policy documents",
  summary: {
    ja: "台帳、影響評価、プライバシーポリシー、AIガイドラインをまとめて書き出します。",
    en: "Writes the register, the assessment, the notices and the AI guideline together.",
  },
  options: { ...vaultOption, out: { kind: "text", hint: "DIR", required: true } },
  run: ({ io, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(
        await api.writeGovernance({ documents: [...governanceDocuments], folder: resolve(given.out) }),
        ({ paths }) => paths,
      ),
    ),
});

export const policyRoles = command({
  name: "policy roles",
  summary: {
    ja: "事業者と担当者を示します。",
    en: "Shows the firm and who answers for what.",
  },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(await api.showFirm({}), (firm) => firmLines(firm, words)),
    ),
});

export const policyFirm = command({
  name: "policy firm",
  summary: {
    ja: "事業者の名称、住所、代表者、連絡先を書きます。省いたものはそのままです。",
    en: "Describes the firm: name, address, representative, contact. What is left out stays as it is.",
  },
  options: {
    ...vaultOption,
    name: { kind: "text", hint: "TEXT" },
    address: { kind: "text", hint: "TEXT" },
    representative: { kind: "text", hint: "TEXT" },
    contact: { kind: "text", hint: "TEXT" },
  },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const known = await api.showFirm({});
      if (!known.ok) return refused(known.error);
      const { firm } = known.value;
      return reply(
        await api.saveFirm({
          name: given.name ?? firm.name,
          address: given.address ?? firm.address,
          representative: given.representative ?? firm.representative,
          contact: given.contact ?? firm.contact,
        }),
        (saved) => firmLines(saved, words),
      );
    }),
});

export const policyRole = command({
  name: "policy role",
  summary: {
    ja: "役割の担当者を決めます。--nameが空なら外します。取得元ごとの役割には--sourceを付けます。",
    en: "Gives a role to somebody of the firm (an empty --name takes it); roles of one source need --source.",
  },
  rest: { hint: "ROLE", least: 1, most: 1 },
  options: {
    ...vaultOption,
    name: { kind: "text", hint: "TEXT", required: true },
    post: { kind: "text", hint: "TEXT" },
    contact: { kind: "text", hint: "TEXT" },
    source: { kind: "text", hint: "SOURCE" },
  },
  run: async ({ io, words, given, rest }): Promise<Reply> => {
    const known = [...firmRoles, ...sourceRoles];
    const role = known.find((one) => one === rest[0]);
    if (role === undefined)
      return misuse("bad-value", { name: "ROLE", value: rest[0], expected: known.join(", ") });
    const { name, post, contact, source } = given;
    return withVault(io, given.vault, async (api) =>
      reply(await api.saveRole({ role, name, post, contact, source }), (firm) => firmLines(firm, words)),
    );
  },
});

function firmLines(
  { firm, holders }: Extract<Awaited<ReturnType<VaultApi["showFirm"]>>, { readonly ok: true }>["value"],
  words: Words,
): readonly string[] {
  return [
    ...facts([
      [words.say("governance-firm"), firm.name],
      [words.say("governance-address"), firm.address],
      [words.say("governance-representative"), firm.representative],
      [words.say("governance-contact"), firm.contact],
    ]),
    "",
    ...table(
      [
        words.say("governance-role"),
        words.say("governance-source"),
        words.say("name"),
        words.say("governance-post"),
        words.say("governance-contact"),
      ],
      holders.map(({ role, source, name, post, contact }) => [
        words.label("words", `governanceRole.${role}`),
        source,
        name,
        post,
        contact,
      ]),
    ),
  ];
}
