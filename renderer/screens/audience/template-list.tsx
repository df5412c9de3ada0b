import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { SegmentDefinition } from "../../../workers/terms/segment.ts";
import type { SegmentTemplate } from "../../../workers/terms/segment-templates.ts";
import { Asked, Button, Card } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";

/** Definitions to start from, with the days of this vault; each can be changed afterwards. */
export function TemplateList({
  onChoose,
}: {
  readonly onChoose: (definition: SegmentDefinition) => void;
}): ReactElement {
  const { t } = useTranslation("builder");
  const language = useSession((session) => session.language);
  const query = useVaultQuery("segmentTemplates", { language }, ["people", "consent", "insight"]);
  return (
    <Card title={t("templates")}>
      <Asked query={query}>
        {(templates) => (
          <ul className="template-list">
            {templates.map((template) => (
              <li key={template.name}>
                <Button onPress={() => onChoose(template.definition)}>
                  <strong>{t(`template.${template.name}`)}</strong>
                  <TemplateNote template={template} />
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </Card>
  );
}

/** What a template asks, or the days it takes and what they rest on. */
function TemplateNote({ template: { name, basis } }: { readonly template: SegmentTemplate }): ReactElement {
  const { t } = useTranslation("builder");
  const words = useWords();
  const format = useFormat();
  if (basis === undefined) return <span className="note">{t(`templateNote.${name}`)}</span>;
  const { kind, low, high, end, gaps } = basis;
  const days = words.release(high === undefined ? "templates.from" : "templates.between", {
    low: format.count(low),
    high: format.count(high ?? low),
  });
  const why = words.release(`templates.basis.${kind}`, {
    ...(end !== undefined && { end: format.day(end) }),
    ...(gaps !== undefined && { gaps: format.count(gaps) }),
  });
  return (
    <>
      <span className="note">{words.release(`templates.asks.${name}`, { days })}</span>
      <span className="note">{why}</span>
    </>
  );
}
