import type { ReactElement } from "react";
import type { GovernanceDocumentKind } from "../../../../workers/terms/governance.ts";
import { Asked } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { DocumentView } from "./document-view.tsx";
import { SaveDocuments } from "./save-documents.tsx";
import { documentTopics } from "./topics.ts";

/** One document, made of what the vault holds now, and a way to write it. */
export function DocumentPart({
  method,
  kind,
}: {
  readonly method: "processingRegister" | "assessmentDraft" | "aiGuideline";
  readonly kind: GovernanceDocumentKind;
}): ReactElement {
  const { language } = useWords();
  const query = useVaultQuery(method, { language }, documentTopics);
  return (
    <Asked query={query}>
      {({ document }) => (
        <>
          <SaveDocuments documents={[kind]} />
          <DocumentView document={document} />
        </>
      )}
    </Asked>
  );
}
