import type { CostFixPlan, PlannedOrder } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchFixPlan, giveOrders } from "../api/costs.ts";
import { AskTwice } from "../shell/ask-twice.tsx";
import { plain } from "../shell/plain-text.ts";
import { money } from "./words.ts";

const AGAIN_MS = 5_000;
const FLOWS_NAMED = 5;

/** A button that asks for the plan of a misrouting and shows it; the orders in it are asked twice. */
export function FixPlan({ anomalyId, about }: { readonly anomalyId: string; readonly about: string }) {
  const [isShown, setShown] = useState(false);
  const { data, error } = useQuery({
    queryKey: ["costs", "plan", anomalyId],
    queryFn: () => fetchFixPlan(anomalyId),
    enabled: isShown,
    refetchInterval: AGAIN_MS,
    retry: false,
  });
  return (
    <div className="fix-plan">
      <button
        type="button"
        aria-expanded={isShown}
        aria-label={`Plan the way back: ${about}`}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? "Hide the plan" : "Plan the way back"}
      </button>
      {isShown && error && (
        <span role="alert" className="error">
          {plain(error.message)}
        </span>
      )}
      {isShown && data && <Plan plan={data} />}
    </div>
  );
}

const Plan = ({ plan: { cost, moves, left, toConnectionId } }: { readonly plan: CostFixPlan }) => (
  <>
    <p>
      Back to <strong>{plain(toConnectionId)}</strong>: <span className="number">{money(cost.nowUsdPerDay)}</span> a day
      now, <strong className="number">{money(cost.thenUsdPerDay)}</strong> then, at the rate of the last hour.
    </p>
    <ul>
      {moves.map((move) => (
        <li key={move.groupId}>
          <p>
            <strong>{move.groupId}</strong>: {move.fromPathId} → {move.toPathId}; {move.movedFlowCount}{" "}
            {move.movedFlowCount === 1 ? "flow moves" : "flows move"}.
          </p>
          {move.changes.length > 0 && (
            <ul className="cost-facts-list">
              {move.changes.map((change) => (
                <li key={change}>{plain(change)}</li>
              ))}
            </ul>
          )}
          <p>
            <span className={`status ${TONES[move.guards.verdict]}`}>{VERDICTS[move.guards.verdict]}</span>{" "}
            {plain(move.guards.says)}
          </p>
          {move.orders.length > 0 && (
            <AskTwice
              action="order-failover"
              label={move.guards.verdict === "ready" ? "Move it" : "Order it, to be approved"}
              sure={`Yes: ${move.orders.map(wordOf).join(", then ")}`}
              run={() => giveOrders(move.orders)}
            />
          )}
        </li>
      ))}
      {left.map(({ flowIds, why }) => (
        <li key={why}>
          <p>
            <span className="status quiet">no order</span> {flowIds.slice(0, FLOWS_NAMED).map(plain).join(", ")}
            {flowIds.length > FLOWS_NAMED ? ` and ${flowIds.length - FLOWS_NAMED} more` : ""}: {plain(why)}.
          </p>
        </li>
      ))}
    </ul>
  </>
);

const VERDICTS = { ready: "ready", "needs-approval": "needs an approver", held: "held" } as const;
const TONES = { ready: "good", "needs-approval": "watch", held: "bad" } as const;

function wordOf(order: PlannedOrder): string {
  switch (order.kind) {
    case "fail-back":
      return "move it back";
    case "prefer-path":
      return `keep to ${order.pathId} for ${Math.round(order.forMs / 86_400_000)} days`;
    case "failover":
      return `move ${order.groupId}`;
  }
}
