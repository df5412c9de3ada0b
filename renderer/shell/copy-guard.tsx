import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useWords } from "../i18n/words.ts";
import { parseRoute } from "../state/route.ts";
import { useSession } from "../state/session.ts";
import { toast } from "../state/toasts.ts";
import { vaultApi } from "../state/vault.ts";

/** The line of a table that a cell stands in: where one cell names somebody, all are theirs. */
const line = "tr, [role=row], dl, li";

/** What of a selection is about people. */
interface CopiedPeople {
  readonly text: string;
  readonly customerIds: number[];
}

/**
 * Cells of people leave by the clipboard only as a release: copying, cutting and dragging them is stopped unless the vault's setting lets
 * them be copied, and then the ledger has its line before the clipboard has the text. Everything else is copied as ever.
 */
export function CopyGuard(): null {
  const { t } = useTranslation("keys");
  const words = useWords();
  const language = useSession((session) => session.language);
  useEffect(() => {
    let entered = false;
    const copyOnceEntered = async ({ text, customerIds }: CopiedPeople): Promise<void> => {
      const released = await vaultApi().releaseCopy({ text, customerIds, language });
      if (!released.ok) {
        toast("warn", words.fault(released.error));
        return;
      }
      entered = true;
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the asynchronous clipboard asks for a permission that the host refuses
      const copied = document.execCommand("copy");
      entered = false;
      if (copied) toast("ok", t("copied"));
    };
    const onCopy = (event: ClipboardEvent): void => {
      const people = entered ? undefined : selectedPeople();
      if (people === undefined) return;
      event.preventDefault();
      void copyOnceEntered(people);
    };
    const onDrag = (event: DragEvent): void => {
      if (selectedPeople() !== undefined) event.preventDefault();
    };
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCopy);
    document.addEventListener("dragstart", onDrag);
    return () => {
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCopy);
      document.removeEventListener("dragstart", onDrag);
    };
  }, [t, words, language]);
  return null;
}

/** What is selected, when it holds cells of people. */
function selectedPeople(): CopiedPeople | undefined {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed) return undefined;
  const touched = [...document.querySelectorAll("[data-personal], [data-person]")]
    .map((cell) => cell.closest(line) ?? cell)
    .filter((place) => selection.containsNode(place, true));
  if (touched.length === 0) return undefined;
  const ids = touched.flatMap((place) => {
    const id = place.closest("[data-person]")?.getAttribute("data-person");
    return id === null || id === undefined ? [] : [Number(id)];
  });
  return { text: selection.toString(), customerIds: [...new Set([...ids, ...shownCustomer()])] };
}

/** The person whose page is open. */
function shownCustomer(): readonly number[] {
  const { tab, rest } = parseRoute(window.location.hash);
  const id = tab === "customers" ? Number(rest[0]) : NaN;
  return Number.isInteger(id) && id > 0 ? [id] : [];
}
