import { useEffect, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "../state/toasts.ts";

/**
 * What the program around the window could take from the screen without a release: of an open vault its printing gets a sheet that says
 * where figures leave, in place of the screen (a recovery kit prints itself), a chart is not saved or copied as a picture, and the page
 * is not saved as a file. Figures on paper and in files are those of the release gate, held to the least number of people and entered.
 */
export function PaperGuard(): ReactElement {
  const { t } = useTranslation("shell");
  useEffect(() => {
    const refuse = (event: Event): void => {
      event.preventDefault();
      toast("info", t("offScreen.picture"));
    };
    const onMenu = (event: MouseEvent): void => {
      if (event.target instanceof Element && event.target.closest("canvas, .chart-canvas")) refuse(event);
    };
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.code === "KeyS") refuse(event);
    };
    document.addEventListener("contextmenu", onMenu);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("contextmenu", onMenu);
      document.removeEventListener("keydown", onKey);
    };
  }, [t]);
  return (
    <aside className="print-notice">
      <h1>{t("offScreen.title")}</h1>
      <p>{t("offScreen.paper")}</p>
    </aside>
  );
}
