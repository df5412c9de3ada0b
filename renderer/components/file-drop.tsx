import type { ReactElement } from "react";
import { DropZone, FileTrigger, Text, type DropItem } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";

/** A place to drop files, with a button that does the same. */
export function FileDrop({
  label,
  hint,
  action,
  accept = [".csv", ".tsv", ".txt"],
  multiple = false,
  kind = "primary",
  onFiles,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly action?: string;
  readonly accept?: readonly string[];
  readonly multiple?: boolean;
  /** `plain` once the view has another main action. */
  readonly kind?: "primary" | "plain";
  readonly onFiles: (files: readonly File[]) => void;
}): ReactElement {
  const { t } = useTranslation("kit");
  const take = async (items: readonly DropItem[]): Promise<void> => {
    const files = await Promise.all(items.flatMap((item) => (item.kind === "file" ? [item.getFile()] : [])));
    if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1));
  };
  return (
    <DropZone className="drop" onDrop={(event) => void take(event.items)}>
      <Icon name="file" />
      <Text slot="label">{label}</Text>
      <FileTrigger
        acceptedFileTypes={[...accept]}
        allowsMultiple={multiple}
        onSelect={(list) => list && list.length > 0 && onFiles([...list])}
      >
        <Button kind={kind} icon="folder">
          {action ?? t("chooseFile")}
        </Button>
      </FileTrigger>
      {hint && <p className="note">{hint}</p>}
    </DropZone>
  );
}
