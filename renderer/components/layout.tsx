import { useId, type ReactElement, type ReactNode } from "react";
import { address, type Place, type Tab } from "../state/route.ts";

/** A screen's heading, one sentence on what it is for, and its main actions. */
export function PageHeader({
  title,
  lead,
  actions,
}: {
  readonly title: string;
  readonly lead?: string;
  readonly actions?: ReactNode;
}): ReactElement {
  return (
    <header className="page-header">
      <div className="page-title">
        <h1>{title}</h1>
        {actions && <div className="row">{actions}</div>}
      </div>
      {lead && <p className="page-lead">{lead}</p>}
    </header>
  );
}

/** A part of a screen with a heading of its own. `flush` for tables that reach the edge. */
export function Card({
  title,
  actions,
  flush = false,
  children,
}: {
  readonly title?: string;
  readonly actions?: ReactNode;
  readonly flush?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  const heading = useId();
  return (
    <section className={flush ? "card flush" : "card"} {...(title ? { "aria-labelledby": heading } : {})}>
      {(title ?? actions) && (
        <div className="card-head">
          {title && <h2 id={heading}>{title}</h2>}
          {actions && <div className="row">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

/** The tabs of a place: links, so that each has an address and back leads back. */
export function Tabs({
  label,
  place,
  current,
  items,
}: {
  readonly label: string;
  readonly place: Place;
  readonly current: Tab;
  readonly items: readonly { readonly tab: Tab; readonly title: string }[];
}): ReactElement {
  return (
    <nav className="tabs" aria-label={label}>
      {items.map(({ tab, title }) => (
        <a key={tab} href={address(place, tab)} {...(tab === current ? { "aria-current": "page" } : {})}>
          {title}
        </a>
      ))}
    </nav>
  );
}

/** Names and values in two columns. */
export function Facts({
  items,
}: {
  readonly items: readonly { readonly name: string; readonly value: ReactNode }[];
}): ReactElement {
  return (
    <dl className="facts">
      {items.map(({ name, value }) => (
        <div key={name} style={{ display: "contents" }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
