import { ScopeKind } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { fetchCosts } from "../api/costs.ts";
import { ago } from "../shell/ago.ts";
import { Heading } from "../shell/heading.tsx";
import { plain } from "../shell/plain-text.ts";
import { type CostsAddress, costsAddressOf, costsSearchOf } from "./address.ts";
import { Anomalies } from "./anomalies.tsx";
import { Bills } from "./bills.tsx";
import { Budgets } from "./budgets.tsx";
import { CostMap } from "./cost-map.tsx";
import { Meter } from "./meter.tsx";
import { MeterAndBill } from "./meter-and-bill.tsx";
import { Recommendations } from "./recommendations.tsx";
import { Section } from "./section.tsx";
import { SpendChart } from "./spend-chart.tsx";
import { Transfers } from "./transfers.tsx";
import { costVerdict } from "./verdict.ts";
import { monthName } from "./words.ts";
import "./costs.css";

const page = getRouteApi("/costs");
const OFTEN_MS = 30_000;
const SELDOM_MS = 300_000;
const MONTHS = 13;

/** What is paid for, who for, what is wrong with it, and what could be done. */
export function Costs() {
  const address = costsAddressOf(page.useSearch());
  const navigate = page.useNavigate();
  const { by, month } = address;
  const ofMonth = month === undefined ? "" : `month=${month}`;
  const summary = useQuery({
    queryKey: ["costs", "summary", month],
    queryFn: () => fetchCosts.summary(ofMonth),
    refetchInterval: OFTEN_MS,
    retry: false,
  });
  const spend = useQuery({
    queryKey: ["costs", "spend", by, month],
    queryFn: () => fetchCosts.spend(`by=${by}&${ofMonth}`),
    refetchInterval: SELDOM_MS,
    retry: false,
    placeholderData: (before) => before,
  });
  const anomalies = useQuery({
    queryKey: ["costs", "anomalies"],
    queryFn: fetchCosts.anomalies,
    refetchInterval: OFTEN_MS,
    retry: false,
  });
  const go = (next: CostsAddress) => void navigate({ search: costsSearchOf(next), resetScroll: false });
  const verdict = summary.data && costVerdict(summary.data);
  return (
    <div className={summary.error && summary.data ? "page costs stale" : "page costs"}>
      {summary.error && summary.data && (
        <p role="alert" className="banner">
          No answer for {ago(Date.now() - summary.dataUpdatedAt)}: this is what was last seen.{" "}
          {plain(summary.error.message)}
        </p>
      )}
      <header className={`verdict ${verdict?.tone ?? (summary.error ? "bad" : "watch")}`}>
        <div>
          <Heading>{verdict?.text ?? (summary.error ? "Costs cannot be read" : "Looking …")}</Heading>
          <p>
            {verdict?.detail ?? (summary.error ? plain(summary.error.message) : "Asking for what is kept of bills.")}
          </p>
        </div>
        <dl>
          <div>
            <dt>
              <label htmlFor="month">Month</label>
            </dt>
            <dd>
              <select
                id="month"
                value={month ?? ""}
                onChange={({ target }) => {
                  const { month: _, ...rest } = address;
                  go(target.value === "" ? rest : { ...rest, month: target.value });
                }}
              >
                <option value="">this month</option>
                {monthsUpTo(summary.data?.atMs ?? Date.now(), month).map((one) => (
                  <option key={one} value={one}>
                    {monthName(one)}
                  </option>
                ))}
              </select>
            </dd>
          </div>
          <div>
            <dt>Bills</dt>
            <dd>
              {summary.data?.takenAtMs === undefined
                ? "none yet"
                : `taken ${ago(summary.data.atMs - summary.data.takenAtMs)} ago`}
            </dd>
          </div>
          {(summary.data?.setAsideCount ?? 0) > 0 && (
            <div>
              <dt>Set aside</dt>
              <dd>{summary.data?.setAsideCount.toLocaleString("en-US")} rows</dd>
            </div>
          )}
        </dl>
      </header>
      <Section title="Spend by day" query={spend} head={<ByChoice address={address} go={go} />}>
        {(value) =>
          value.days.length === 0 ? (
            <p className="empty">{nothingSpent(value.from, value.month)}</p>
          ) : (
            <>
              {value.from === "meter" && (
                <p className="sub">As clouds count bytes, at list prices: no bill says what a {value.by} costs.</p>
              )}
              <SpendChart spend={value} anomalies={anomalies.data?.anomalies ?? []} address={address} />
            </>
          )
        }
      </Section>
      <Section title="Costs more than it should" query={anomalies}>
        {(value) => <Anomalies value={value} address={address} />}
      </Section>
      <Recommendations address={address} />
      <Budgets />
      <Transfers month={month} />
      <CostMap />
      <Meter />
      <MeterAndBill month={month} />
      <Bills />
    </div>
  );
}

function ByChoice({ address, go }: { readonly address: CostsAddress; readonly go: (next: CostsAddress) => void }) {
  return (
    <fieldset className="choice">
      <legend className="hidden">By what</legend>
      {ScopeKind.options.map((kind) => (
        <label key={kind}>
          <input type="radio" name="by" checked={address.by === kind} onChange={() => go({ ...address, by: kind })} />
          <span>{kind}</span>
        </label>
      ))}
    </fieldset>
  );
}

const nothingSpent = (from: "bill" | "meter", month: string): string =>
  from === "meter"
    ? `No link was metered in ${monthName(month)}. Skylane counts bytes every half hour where clouds let it read their metrics.`
    : `No bill of ${monthName(month)} has been taken. Say where bills lie under costs.bills in skylane.yaml; they are read once a day.`;

/** The months before one, newest first, and what is chosen where it is none of them. */
function monthsUpTo(nowMs: number, chosen: string | undefined): readonly string[] {
  const now = new Date(nowMs);
  const months = Array.from({ length: MONTHS }, (_, i) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - i, 1)).toISOString().slice(0, 7),
  );
  return chosen === undefined || months.includes(chosen) ? months : [chosen, ...months];
}
