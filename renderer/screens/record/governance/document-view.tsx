import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { DocumentSection, GovernanceDocument } from "../../../../workers/terms/governance.ts";
import { Card, Facts, Notice, SmallTable } from "../../../components/index.ts";

/** A document as it will be in the file: each section a card, what people have to fill in marked. */
export function DocumentView({ document }: { readonly document: GovernanceDocument }): ReactElement {
  return (
    <>
      <Card title={document.title}>
        <p>{document.lead}</p>
      </Card>
      {document.sections.map((section, at) => (
        <Section key={at} section={section} />
      ))}
    </>
  );
}

function Section({ section }: { readonly section: DocumentSection }): ReactElement {
  const { t } = useTranslation("governance");
  const { title, paragraphs = [], list = [], table, blanks = [] } = section;
  return (
    <Card title={title}>
      {paragraphs.map((text, at) => (
        <p key={at}>{text}</p>
      ))}
      {list.length > 0 && (
        <ul>
          {list.map((text, at) => (
            <li key={at}>{text}</li>
          ))}
        </ul>
      )}
      {table !== undefined && <Table title={title} table={table} />}
      {blanks.length > 0 && (
        <Notice tone="warn" title={t("blanks")}>
          <ul>
            {blanks.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Notice>
      )}
    </Card>
  );
}

/** Two columns are names and values; more are a table. */
function Table({
  title,
  table: { headings, rows },
}: {
  readonly title: string;
  readonly table: NonNullable<DocumentSection["table"]>;
}): ReactElement {
  if (headings.length === 2)
    return (
      <Facts
        items={rows.map(([name = "", value = ""], at) => ({ name: name === "" ? String(at) : name, value }))}
      />
    );
  return (
    <SmallTable
      caption={title}
      rows={rows}
      keyOf={(_, at) => at}
      columns={headings.map((heading, at) => ({
        key: String(at),
        title: heading,
        cell: (row: readonly string[]) => row[at] ?? "",
      }))}
    />
  );
}
