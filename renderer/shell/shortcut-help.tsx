import { Fragment, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../components/dialog.tsx";
import { useCommandRegistry } from "../state/commands.ts";

/** Every shortcut there is, from the same registry as the palette (?). */
export function ShortcutHelp({
  open,
  onClose,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("shell");
  const commands = useCommandRegistry((registry) => registry.commands);
  return (
    <Dialog title={t("help")} open={open} onClose={onClose}>
      <dl className="shortcut-list">
        {[...commands.values()].map(
          (command) =>
            command.shortcut && (
              <Fragment key={command.id}>
                <dt>{command.title}</dt>
                <dd>
                  <kbd>{command.shortcut.label}</kbd>
                </dd>
              </Fragment>
            ),
        )}
      </dl>
    </Dialog>
  );
}
