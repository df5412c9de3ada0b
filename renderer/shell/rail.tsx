import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { address, places, useRoute } from "../state/route.ts";
import { setSession, useSession } from "../state/session.ts";

/** The seven places, at the left of every screen. */
export function Rail(): ReactElement {
  const { t } = useTranslation("shell");
  const route = useRoute();
  const collapsed = useSession((session) => session.railCollapsed);
  return (
    <nav className="rail" aria-label={t("rail")}>
      {places.map((place, index) => (
        <a
          key={place}
          href={address(place)}
          {...(route.place === place ? { "aria-current": "page" } : {})}
          {...(collapsed ? { "aria-label": t(`place.${place}`), title: t(`place.${place}`) } : {})}
        >
          <Icon name={place} />
          <span className="rail-label">{t(`place.${place}`)}</span>
          <kbd aria-hidden="true">Alt+{index + 1}</kbd>
        </a>
      ))}
      <IconButton
        icon={collapsed ? "right" : "left"}
        label={collapsed ? t("railOpen") : t("railClose")}
        onPress={() => setSession({ railCollapsed: !collapsed })}
      />
    </nav>
  );
}
