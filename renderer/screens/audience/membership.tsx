import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { MembershipAnswer, SegmentDefinition } from "../../../workers/terms/segment.ts";
import { Asked, Badge, Button, Card, Personal, Select, TextField } from "../../components/index.ts";
import { useSession } from "../../state/session.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { useDebounced } from "./use-debounced.ts";

const FOUND = 5;
const topics = ["people", "imports", "consent", "insight", "segments"] as const;

/** Why one person is in or out, condition by condition, with the person's own fact beside each. */
function Answer({ answer }: { readonly answer: MembershipAnswer }): ReactElement {
  const { t } = useTranslation("membership");
  if (answer.withheld) return <p role="status">{t("withheld")}</p>;
  return (
    <div className="stack-tight" role="status">
      <p>
        <Mark met={answer.inside} /> <strong>{t(answer.inside ? "inside" : "outside")}</strong>
      </p>
      <ul className="plain-list">
        {answer.groups.map((group, index) => (
          <li key={index}>
            <p className="row">
              <Mark met={group.met} />
              {t(group.not ? "groupNone" : "group", { n: index + 1 })}
            </p>
            <ul>
              {group.conditions.map((condition, place) => (
                <li key={place}>
                  {condition.text} <Mark met={condition.met} /> <Personal>{condition.fact}</Personal>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Mark({ met }: { readonly met: boolean }): ReactElement {
  const { t } = useTranslation("membership");
  return met ? (
    <Badge tone="ok" icon="ok">
      {t("met")}
    </Badge>
  ) : (
    <Badge>{t("notMet")}</Badge>
  );
}

/** In the builder: find somebody and ask about the definition as it stands. */
export function MembershipTester({ definition }: { readonly definition: SegmentDefinition }): ReactElement {
  const { t } = useTranslation("membership");
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<number>();
  const wanted = useDebounced(search.trim(), 250);
  return (
    <Card title={t("title")}>
      <TextField
        kind="search"
        label={t("search")}
        hint={t("searchHint")}
        value={search}
        onChange={(text) => {
          setSearch(text);
          setChosen(undefined);
        }}
      />
      {wanted !== "" && <Found search={wanted} chosen={chosen} onChoose={setChosen} />}
      {chosen !== undefined && <OfDefinition customerId={chosen} definition={definition} />}
    </Card>
  );
}

function Found({
  search,
  chosen,
  onChoose,
}: {
  readonly search: string;
  readonly chosen: number | undefined;
  readonly onChoose: (customerId: number) => void;
}): ReactElement {
  const { t } = useTranslation("membership");
  const query = useVaultQuery("listCustomers", { search, offset: 0, limit: FOUND }, ["people"]);
  return (
    <Asked query={query}>
      {({ rows }) =>
        rows.length === 0 ? (
          <p className="note">{t("nobody")}</p>
        ) : (
          <div className="row">
            {rows.map(({ id, name }) => (
              <Button key={id} aria-pressed={id === chosen} onPress={() => onChoose(id)}>
                <Personal>{name}</Personal>
              </Button>
            ))}
          </div>
        )
      }
    </Asked>
  );
}

function OfDefinition({
  customerId,
  definition,
}: {
  readonly customerId: number;
  readonly definition: SegmentDefinition;
}): ReactElement {
  const language = useSession((session) => session.language);
  const query = useVaultQuery("explainMembership", { customerId, definition, language }, topics);
  return <Asked query={query}>{(answer) => <Answer answer={answer} />}</Asked>;
}

/** On a customer's page: in which of the saved segments they are, and why. */
export function MembershipCard({ customerId }: { readonly customerId: number }): ReactElement | null {
  const { t } = useTranslation("membership");
  const language = useSession((session) => session.language);
  const [segmentId, setSegmentId] = useState<number>();
  const query = useVaultQuery("listSegments", { language }, topics);
  if (query.state === "ready" && query.value.length === 0) return null;
  return (
    <Card title={t("cardTitle")}>
      <Asked query={query}>
        {(segments) => (
          <Select
            label={t("segment")}
            value={segmentId === undefined ? undefined : String(segmentId)}
            options={segments.map(({ id, name }) => ({ value: String(id), label: name }))}
            onChange={(id) => setSegmentId(Number(id))}
          />
        )}
      </Asked>
      {segmentId !== undefined && <OfSegment customerId={customerId} segmentId={segmentId} />}
    </Card>
  );
}

function OfSegment({
  customerId,
  segmentId,
}: {
  readonly customerId: number;
  readonly segmentId: number;
}): ReactElement {
  const language = useSession((session) => session.language);
  const query = useVaultQuery("explainMembership", { customerId, segmentId, language }, topics);
  return <Asked query={query}>{(answer) => <Answer answer={answer} />}</Asked>;
}
