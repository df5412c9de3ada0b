import { useCallback, useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { ok } from "../../../../workers/base/result.ts";
import type { CustomerQuery, CustomerRow } from "../../../../workers/terms/people.ts";
import { customerSortKeys } from "../../../../workers/terms/people.ts";
import type { SegmentEntry } from "../../../../workers/terms/segment.ts";
import {
  Card,
  DataTable,
  DateText,
  Money,
  PageHeader,
  Personal,
  Select,
  TextField,
  type DataColumn,
} from "../../../components/index.ts";
import type { LoadRows } from "../../../components/windowed-rows.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useChangeCount } from "../../../state/changes.ts";
import { go } from "../../../state/route.ts";
import { useSession } from "../../../state/session.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";
import { CustomersEmpty } from "./customers-empty.tsx";

const DEBOUNCE_MS = 200;

interface Sort {
  readonly key: (typeof customerSortKeys)[number];
  readonly descending: boolean;
}

/** Everybody in the vault, searched and sorted there; only the rows in sight come to the screen. */
export function CustomersScreen(): ReactElement {
  const { t } = useTranslation("customers");
  const language = useSession((session) => session.language);
  const [typed, setTyped] = useState("");
  const search = useSettled(typed.trim(), DEBOUNCE_MS);
  const [segmentId, setSegmentId] = useState<number>();
  const [sort, setSort] = useState<Sort>({
    key: "lastOrder",
    descending: true,
  });
  const changes = useChangeCount(["people", "consent", "segments", "insight"]);
  const segments = useVaultQuery("listSegments", { language }, ["segments"]);
  const load = useLoad(search, segmentId, sort);
  const columns = useColumns();
  const named = segments.state === "ready" ? segments.value : [];
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Card>
        <Filters
          typed={typed}
          onType={setTyped}
          segments={named}
          segmentId={segmentId}
          onSegment={setSegmentId}
        />
        <DataTable
          label={t("title")}
          columns={columns}
          load={load}
          height={Math.max(360, window.innerHeight - 360)}
          version={[search, segmentId ?? "", sort.key, sort.descending, changes].join(" ")}
          sort={sort}
          onSort={(key, descending) => {
            const known = customerSortKeys.find((one) => one === key);
            if (known) setSort({ key: known, descending });
          }}
          onOpen={(row) => go("data", "customers", row.id)}
          personOf={(row) => row.id}
          empty={
            <CustomersEmpty
              search={search}
              segment={named.find((segment) => segment.id === segmentId)}
              onClearSearch={() => setTyped("")}
              onClearSegment={() => setSegmentId(undefined)}
            />
          }
        />
      </Card>
    </>
  );
}

/** Rows of the question on the screen; a new function only when the question changes. */
function useLoad(search: string, segmentId: number | undefined, sort: Sort): LoadRows<CustomerRow> {
  return useCallback(
    async (offset, limit) => {
      const query: CustomerQuery = {
        offset,
        limit,
        sort: sort.key,
        descending: sort.descending,
        ...(search === "" ? {} : { search }),
        ...(segmentId === undefined ? {} : { segmentId }),
      };
      const page = await vaultApi().listCustomers(query);
      return page.ok ? ok({ total: page.value.total, rows: page.value.rows }) : page;
    },
    [sort, search, segmentId],
  );
}

function Filters({
  typed,
  onType,
  segments,
  segmentId,
  onSegment,
}: {
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly segments: readonly SegmentEntry[];
  readonly segmentId: number | undefined;
  readonly onSegment: (id: number | undefined) => void;
}): ReactElement {
  const { t } = useTranslation("customers");
  return (
    <div className="columns-2">
      <div>
        <TextField label={t("search")} kind="search" value={typed} onChange={onType} hint={t("searchHint")} />
      </div>
      {segments.length > 0 && (
        <div>
          <Select
            label={t("segment")}
            value={segmentId === undefined ? "all" : String(segmentId)}
            options={[
              { value: "all", label: t("everybody") },
              ...segments.map((segment) => ({ value: String(segment.id), label: segment.name })),
            ]}
            onChange={(value) => onSegment(value === "all" ? undefined : Number(value))}
            hint={t("segmentHint")}
          />
        </div>
      )}
    </div>
  );
}

/** A value once it has stood still for `ms`. */
function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

function useColumns(): readonly DataColumn<CustomerRow>[] {
  const { t } = useTranslation("customers");
  const words = useWords();
  const format = useFormat();
  return [
    {
      key: "name",
      title: t("name"),
      width: 150,
      sortable: true,
      cell: (row) => <Personal>{row.name}</Personal>,
    },
    { key: "email", title: t("email"), width: 170, cell: (row) => <Personal>{row.email}</Personal> },
    {
      key: "prefecture",
      title: words.label("field", "prefecture"),
      width: 88,
      cell: (row) => row.prefecture ?? "–",
    },
    {
      key: "orders",
      title: t("orders"),
      width: 84,
      number: true,
      sortable: true,
      cell: (row) => format.count(row.orders),
    },
    {
      key: "revenue",
      title: t("revenue"),
      width: 108,
      number: true,
      sortable: true,
      cell: (row) => <Money minor={row.revenue} currency={row.currency} />,
    },
    {
      key: "lastOrder",
      title: t("lastOrder"),
      width: 104,
      sortable: true,
      cell: (row) => (row.lastOrder === undefined ? "–" : <DateText iso={row.lastOrder} />),
    },
    {
      key: "firstOrder",
      title: t("firstOrder"),
      width: 104,
      sortable: true,
      cell: (row) => (row.firstOrder === undefined ? "–" : <DateText iso={row.firstOrder} />),
    },
    { key: "rfm", title: "RFM", width: 64, cell: (row) => row.rfm ?? "–" },
  ];
}
