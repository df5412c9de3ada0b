import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerView } from "../../../../workers/terms/people.ts";
import { Button, Card, DateText, Money, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";

type Order = CustomerView["orders"][number];

const FIRST = 12;
const LINES = 3;

/** The orders of a customer, newest first, with what was bought. */
export function Orders({ view }: { readonly view: CustomerView }): ReactElement {
  const { t } = useTranslation("customer");
  const format = useFormat();
  const [all, setAll] = useState(false);
  const { orders, row } = view;
  const shown = all ? orders : orders.slice(0, FIRST);
  return (
    <Card title={t("ordersTitle")}>
      {orders.length === 0 ? (
        <p className="muted">{t("noOrders")}</p>
      ) : (
        <>
          <SmallTable
            caption={t("ordersTitle")}
            rows={shown}
            keyOf={(_, index) => index}
            columns={[
              { key: "date", title: t("day"), cell: (order) => <DateText iso={order.date} /> },
              { key: "id", title: t("orderId"), cell: (order) => order.orderId },
              { key: "channel", title: t("channel"), cell: (order) => order.channel ?? "–" },
              { key: "lines", title: t("bought"), cell: (order) => <Lines order={order} /> },
              {
                key: "total",
                title: t("total"),
                number: true,
                cell: (order) => <Money minor={order.total} currency={order.currency} />,
              },
            ]}
          />
          {row.orders > orders.length && (
            <p className="note">{t("newestOnly", { shown: format.count(orders.length) })}</p>
          )}
          {!all && orders.length > FIRST && (
            <div>
              <Button icon="down" onPress={() => setAll(true)}>
                {t("showAllOrders", { orders: format.count(orders.length) })}
              </Button>
            </div>
          )}
        </>
      )}
    </Card>
  );
}

function Lines({ order }: { readonly order: Order }): ReactElement {
  const { t } = useTranslation("customer");
  const format = useFormat();
  if (order.lines.length === 0) return <span className="muted">–</span>;
  const rest = order.lines.slice(LINES);
  return (
    <>
      <LineList order={order} lines={order.lines.slice(0, LINES)} />
      {rest.length > 0 && (
        <details>
          <summary>{t("moreLines", { lines: format.count(rest.length) })}</summary>
          <LineList order={order} lines={rest} />
        </details>
      )}
    </>
  );
}

function LineList({ order, lines }: { readonly order: Order; readonly lines: Order["lines"] }): ReactElement {
  const format = useFormat();
  return (
    <ul className="line-list">
      {lines.map((line, index) => (
        <li key={index}>
          <span>{line.product}</span>
          <span className="number note">× {format.count(line.quantity)}</span>
          <span className="number note">
            <Money minor={line.total} currency={order.currency} />
          </span>
        </li>
      ))}
    </ul>
  );
}
