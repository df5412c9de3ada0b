import type { ReactElement } from "react";
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  Text,
  TextField,
} from "react-aria-components";
import { useTranslation } from "react-i18next";
import { folded, useCommandRegistry } from "../state/commands.ts";

/** Everything one can do, found by a few letters: kanji, kana, romaji or English (Ctrl+K). */
export function Palette({
  open,
  onClose,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("shell");
  const commands = useCommandRegistry((registry) => registry.commands);
  const contains = (text: string, wanted: string): boolean =>
    folded(wanted)
      .split(/\s+/)
      .every((part) => folded(text).includes(part));
  return (
    <ModalOverlay className="scrim top" isOpen={open} onOpenChange={(now) => !now && onClose()} isDismissable>
      <Modal className="palette">
        <Dialog aria-label={t("search")} style={{ outline: "none" }}>
          <Autocomplete filter={contains}>
            {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the palette is opened to type into it */}
            <TextField aria-label={t("search")} autoFocus>
              <Input className="input" placeholder={t("searchHint")} />
            </TextField>
            {/* The list scrolls, so it can be reached: while one types, the focus stays in the field. */}
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
            <div className="palette-scroll" role="region" aria-label={t("commands")} tabIndex={0}>
              <Menu
                className="listbox"
                aria-label={t("commands")}
                renderEmptyState={() => <div className="palette-empty">{t("noCommand")}</div>}
                onAction={(id) => {
                  onClose();
                  commands.get(String(id))?.run();
                }}
              >
                {[...commands.values()].map((command) => (
                  <MenuItem
                    key={command.id}
                    id={command.id}
                    className="listbox-item"
                    // Drawn by the style sheet: part of the look, not of the item's name.
                    data-keys={command.shortcut?.label}
                    textValue={`${command.title} ${command.keywords}`}
                  >
                    <Text slot="label">{command.title}</Text>
                  </MenuItem>
                ))}
              </Menu>
            </div>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
