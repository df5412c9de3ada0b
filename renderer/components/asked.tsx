import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Query } from "../state/use-vault-query.ts";
import { FaultNotice } from "./notice.tsx";

/** Says that something is on its way. */
export function Loading({ text }: { readonly text?: string }): ReactElement {
  const { t } = useTranslation("kit");
  return (
    <div className="loading" role="status">
      {text ?? t("loading")}
    </div>
  );
}

/** Shows the answer of a query, or that it is on its way, or why there is none. */
export function Asked<T>({
  query,
  children,
}: {
  readonly query: Query<T>;
  readonly children: (value: T) => ReactNode;
}): ReactElement {
  if (query.state === "loading") return <Loading />;
  if (query.state === "fault") return <FaultNotice fault={query.fault} onRetry={query.again} />;
  return <>{children(query.value)}</>;
}
