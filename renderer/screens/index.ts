/*
 * How to write a screen
 * ---------------------
 * 1. Make renderer/screens/<place>/<tab>.tsx that exports one component named <Tab>Screen (props: ScreenProps), and
 *    name it in `screens` below. screens/home/overview.tsx is the pattern. One file is about one thing: split the parts
 *    of a big screen into files beside it.
 * 2. Words: renderer/i18n/{ja,en}/<tab>.json, read with `const { t } = useTranslation("<tab>")`; keys are typed, both
 *    languages hold the same keys (a test checks) and every key is used. Sentences by code (faults, quarantine, reviews,
 *    release, labels of terms such as purposes and columns) come from workers/words through `useWords()`:
 *    `words.fault(f)`, `words.label("purpose", code)`. Never put sentences together with `+`.
 * 3. Ask the vault: `const query = useVaultQuery("rfm", {}, ["insight", "people"])`, shown with
 *    `<Asked query={query}>{(report) => ...}</Asked>`, which does loading, fault and retry. It asks again by itself
 *    when the vault announces a change of those topics. Every screen also needs its empty state: `<EmptyState>`.
 * 4. Act on the vault: `const outcome = await vaultApi().saveSegment({...})`; show `outcome.error` with
 *    `<FaultNotice fault>`; say a success with `toast("ok", t("saved"))`.
 * 5. Long work: `const job = useJob<ImportOutcome>()`, `job.start(fileName, (ticket) => vaultApi().importFile({..., job:
 *    ticket}))`. The tray at the lower right follows it (bar, rows, time left, cancel) wherever the user goes.
 * 6. Frame: `<PageHeader title lead actions>`, then `<Card title>`s; CSS classes stack, row, row-apart, split (options
 *    300 px at the left, results at the right), columns-2..4, note, muted, number. The shell draws tabs and page frame.
 * 7. Numbers: `useFormat()` or <Money>, <Count>, <Percent>, <DateText>; money is integer minor units + currency. What
 *    names a person goes through <Personal>. Model results carry <ReviewNote review>, and <Withheld people>.
 * 8. Charts: only through <ChartFigure finding subtitle option table legend>, with `option` memoised by useCallback:
 *    `useCallback((palette: Palette) => barOption(palette, {...}), [report])`. Give it a finding as its title, a table too.
 * 9. Tables: <SmallTable> to some hundred rows; <DataTable load version> for any length (load must be memoised).
 * 10. Going somewhere: `href={address("data", "customers", id)}` or `go("data", "customers", id)`; the parts after the
 *    tab come as `rest`.
 * 11. Keyboard first: everything by Tab, Enter, Escape and arrows; no hover-only; targets of 24 px and more. Buttons are
 *    verbs (取り込む). Screens hold rows in component state only, never in a store.
 */
import { lazy, type ComponentType, type LazyExoticComponent } from "react";
import type { Tab } from "../state/route.ts";
import type { ScreenProps } from "./screen-props.ts";

type Screen = LazyExoticComponent<ComponentType<ScreenProps>>;

const overview = lazy(async () => ({ default: (await import("./home/overview.tsx")).OverviewScreen }));

const importFiles = lazy(async () => ({
  default: (await import("./data/import/import-screen.tsx")).ImportScreen,
}));
const imports = lazy(async () => ({
  default: (await import("./data/imports/imports-screen.tsx")).ImportsScreen,
}));
const quarantine = lazy(async () => ({
  default: (await import("./data/quarantine/quarantine-screen.tsx")).QuarantineScreen,
}));
const duplicates = lazy(async () => ({
  default: (await import("./data/duplicates/duplicates-screen.tsx")).DuplicatesScreen,
}));
const customers = lazy(async () => ({
  default: (await import("./data/customers/customers-screen.tsx")).CustomersScreen,
}));
const customer = lazy(async () => ({
  default: (await import("./data/customer/customer-screen.tsx")).CustomerScreen,
}));
const consent = lazy(async () => ({
  default: (await import("./data/consent/consent-screen.tsx")).ConsentScreen,
}));

const rfm = lazy(async () => ({ default: (await import("./see/rfm.tsx")).RfmScreen }));
const cohorts = lazy(async () => ({ default: (await import("./see/cohorts.tsx")).CohortsScreen }));
const lifetime = lazy(async () => ({ default: (await import("./predict/lifetime.tsx")).LifetimeScreen }));
const churn = lazy(async () => ({ default: (await import("./predict/churn/churn.tsx")).ChurnScreen }));
const groups = lazy(async () => ({ default: (await import("./predict/groups/groups.tsx")).GroupsScreen }));
const trackRecord = lazy(async () => ({
  default: (await import("./predict/track-record/track-record-screen.tsx")).TrackRecordScreen,
}));
const lookalike = lazy(async () => ({
  default: (await import("./predict/propensity/lookalike.tsx")).LookalikeScreen,
}));
const mail = lazy(async () => ({ default: (await import("./predict/propensity/mail.tsx")).MailScreen }));
const next = lazy(async () => ({ default: (await import("./predict/propensity/next.tsx")).NextScreen }));
const methods = lazy(async () => ({ default: (await import("./predict/methods.tsx")).MethodsScreen }));
const segments = lazy(async () => ({ default: (await import("./audience/segments.tsx")).SegmentsScreen }));
const builder = lazy(async () => ({ default: (await import("./audience/builder.tsx")).BuilderScreen }));
const compare = lazy(async () => ({ default: (await import("./audience/compare.tsx")).CompareScreen }));
const aggregate = lazy(async () => ({ default: (await import("./release/aggregate.tsx")).AggregateScreen }));
const figures = lazy(async () => ({ default: (await import("./release/figures.tsx")).FiguresScreen }));
const edge = lazy(async () => ({ default: (await import("./release/edge.tsx")).EdgeScreen }));
const research = lazy(async () => ({ default: (await import("./release/research.tsx")).ResearchScreen }));
const consented = lazy(async () => ({ default: (await import("./release/consented.tsx")).ConsentedScreen }));
const left = lazy(async () => ({ default: (await import("./release/left.tsx")).LeftScreen }));

const timeline = lazy(async () => ({ default: (await import("./record/timeline.tsx")).TimelineScreen }));
const retention = lazy(async () => ({ default: (await import("./record/retention.tsx")).RetentionScreen }));
const law = lazy(async () => ({ default: (await import("./record/policy/law-screen.tsx")).LawScreen }));
const governance = lazy(async () => ({
  default: (await import("./record/governance/governance-screen.tsx")).GovernanceScreen,
}));
const requests = lazy(async () => ({
  default: (await import("./record/requests/requests-screen.tsx")).RequestsScreen,
}));
const certificates = lazy(async () => ({
  default: (await import("./record/certificates/certificates-screen.tsx")).CertificatesScreen,
}));
const certificate = lazy(async () => ({
  default: (await import("./record/certificates/certificate-screen.tsx")).CertificateScreen,
}));
const map = lazy(async () => ({
  default: (await import("./record/data-map/data-map-screen.tsx")).DataMapScreen,
}));
const vault = lazy(async () => ({ default: (await import("./record/vault/vault-screen.tsx")).VaultScreen }));

/**
 * The screen of each tab, one line each. A tab whose items have a page of their own (one customer at
 * data/customers/12) has a second line in `items`.
 */
const screens: Record<Tab, Screen> = {
  overview,
  import: importFiles,
  imports,
  quarantine,
  duplicates,
  customers,
  consent,
  rfm,
  cohorts,
  lifetime,
  churn,
  groups,
  lookalike,
  mail,
  next,
  methods,
  "track-record": trackRecord,
  segments,
  builder,
  compare,
  aggregate,
  figures,
  edge,
  research,
  consented,
  left,
  timeline,
  map,
  law,
  governance,
  retention,
  requests,
  certificates,
  vault,
};

const items: Partial<Record<Tab, Screen>> = { customers: customer, certificates: certificate };

/** The screen for a route; with `rest`, the page of one item of the tab where there is one. */
export function screenOf(tab: Tab, rest: readonly string[]): Screen {
  return (rest.length > 0 ? items[tab] : undefined) ?? screens[tab];
}
