import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { SegmentDefinition } from "../../../workers/terms/segment.ts";
import { Button, Card } from "../../components/index.ts";
import { templates } from "./definition.ts";

const names = [
  "vip",
  "about-to-leave",
  "second-due",
  "one-time",
  "win-back",
  "no-second",
  "unread",
] as const satisfies readonly (keyof typeof templates)[];

/** Definitions to start from; each can be changed afterwards. */
export function TemplateList({
  onChoose,
}: {
  readonly onChoose: (definition: SegmentDefinition) => void;
}): ReactElement {
  const { t } = useTranslation("builder");
  return (
    <Card title={t("templates")}>
      <ul className="template-list">
        {names.map((name) => (
          <li key={name}>
            <Button onPress={() => onChoose(templates[name])}>
              <strong>{t(`template.${name}`)}</strong>
              <span className="note">{t(`templateNote.${name}`)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
