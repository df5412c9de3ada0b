import type { ReactElement } from "react";
import { Asked } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { DocumentView } from "./document-view.tsx";
import { SaveDocuments } from "./save-documents.tsx";
import { documentTopics } from "./topics.ts";

/** The notice: the lines a customer would read, then the whole. */
export function NoticePart(): ReactElement {
  const { language } = useWords();
  const query = useVaultQuery("privacyNotice", { language }, documentTopics);
  return (
    <Asked query={query}>
      {({ short, document }) => (
        <>
          <SaveDocuments documents={["notice_short", "notice"]} />
          <DocumentView document={short} />
          <DocumentView document={document} />
        </>
      )}
    </Asked>
  );
}
