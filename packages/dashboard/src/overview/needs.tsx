import type { Overview } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { fetchCosts } from "../api/costs.ts";
import { fetchOrders } from "../api/orders.ts";
import { fetchIntentRuns } from "../api/overview.ts";
import { fetchSlos } from "../api/slos.ts";
import { Card } from "../shell/page.tsx";
import { cutOff, plain } from "../shell/plain-text.ts";
import { needsOf } from "./needs.ts";

const MARKS = { bad: "✕", watch: "◐" } as const;

/** What waits for a person, and the way to it. */
export function Needs({ overview }: { readonly overview: Overview }) {
  const orders = useQuery({ queryKey: ["orders"], queryFn: fetchOrders, refetchInterval: 2_000, retry: false });
  const runs = useQuery({ queryKey: ["intents"], queryFn: fetchIntentRuns, refetchInterval: 5_000, retry: false });
  const anomalies = useQuery({
    queryKey: ["costs", "anomalies"],
    queryFn: fetchCosts.anomalies,
    refetchInterval: 30_000,
    retry: false,
  });
  const slos = useQuery({ queryKey: ["slos"], queryFn: fetchSlos, refetchInterval: 60_000, retry: false });
  const needs = needsOf({
    overview,
    approvals: orders.data?.approvals,
    runs: runs.data?.runs,
    anomalies: anomalies.data?.anomalies,
    slos: slos.data?.slos,
  });
  const unasked = [
    ...(orders.error ? ["approvals"] : []),
    ...(runs.error ? ["requests"] : []),
    ...(anomalies.error ? ["costs"] : []),
    ...(slos.error ? ["error budgets"] : []),
  ];
  return (
    <Card title="What needs you">
      {needs.length === 0 && unasked.length === 0 && <p className="empty">Nothing waits for a person.</p>}
      {unasked.length > 0 && (
        <p className="error" role="alert">
          No answer about {unasked.join(" and ")}; there may be more.
        </p>
      )}
      <ul className="needs">
        {needs.map(({ key, tone, what, detail, href }) => (
          <li key={key} className={tone}>
            <span className={`state ${tone === "bad" ? "down" : "degraded"}`} aria-hidden="true">
              {MARKS[tone]}
            </span>
            <span>
              <a href={href}>{plain(what)}</a>
              <span className="sub">{cutOff(detail, 160)}</span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
