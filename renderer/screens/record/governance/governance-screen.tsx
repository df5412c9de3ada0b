import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "../../../components/index.ts";
import { address } from "../../../state/route.ts";
import type { ScreenProps } from "../../screen-props.ts";
import { DocumentPart } from "./document-part.tsx";
import { IncidentsPart } from "./incidents-part.tsx";
import { NoticePart } from "./notice-part.tsx";
import { ReadinessPart } from "./readiness-part.tsx";
import { RolesPart } from "./roles-part.tsx";

const parts = ["readiness", "roles", "register", "assessment", "notice", "guideline", "incidents"] as const;
type Part = (typeof parts)[number];

/** Who answers for the vault, what its documents say, and what is done when something happened: each part has an address of its own. */
export function GovernanceScreen({ rest }: ScreenProps): ReactElement {
  const { t } = useTranslation("governance");
  const part = parts.find((one) => one === rest[0]) ?? "readiness";
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <nav className="tabs" aria-label={t("parts")}>
        {parts.map((one) => (
          <a
            key={one}
            href={address("record", "governance", one)}
            {...(one === part ? { "aria-current": "page" } : {})}
          >
            {t(`part.${one}`)}
          </a>
        ))}
      </nav>
      <PartOf part={part} />
    </>
  );
}

function PartOf({ part }: { readonly part: Part }): ReactElement {
  switch (part) {
    case "readiness":
      return <ReadinessPart />;
    case "roles":
      return <RolesPart />;
    case "register":
      return <DocumentPart method="processingRegister" kind="register" />;
    case "assessment":
      return <DocumentPart method="assessmentDraft" kind="assessment" />;
    case "notice":
      return <NoticePart />;
    case "guideline":
      return <DocumentPart method="aiGuideline" kind="guideline" />;
    case "incidents":
      return <IncidentsPart />;
  }
}
