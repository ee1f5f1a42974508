import {
  type Approval,
  ApprovalList,
  CostAllocations,
  CostAnomalyList,
  type CostAnomalyOrder,
  type CostAnomalyVerb,
  CostBills,
  CostFixPlan,
  CostForecastList,
  CostMeter,
  CostRecommendationList,
  type CostRecommendationVerb,
  CostReconciliation,
  CostSpend,
  CostSummary,
  CostTransfers,
  ErrorBody,
  KillSwitchView,
  OverrideList,
  Overview,
  type PlannedOrder,
  TopologyView,
} from "@skylane/core";

/** A fault on a link of the lab. */
export interface LabFault {
  readonly id: string;
  readonly kind: string;
  readonly target: { readonly connectionId?: string };
}

/** The estate as it stands. @throws Error in words for a person */
export const fetchOverview = async (): Promise<Overview> => Overview.parse(await ask("GET", "/v1/overview"));

/** What was last discovered, and what is wrong with it. @throws Error in words for a person */
export const fetchTopology = async (): Promise<TopologyView> => TopologyView.parse(await ask("GET", "/v1/topology"));

/** Asks for a move of a group to its backup. */
export const moveToBackup = (groupId: string): Promise<unknown> => ask("POST", "/v1/failovers", { groupId });
/** Asks for the way back. */
export const failBack = (incidentId: string): Promise<unknown> =>
  ask("POST", `/v1/incidents/${encodeURIComponent(incidentId)}/fail-back`, {});

/** What people have decided, and what waits for them. @throws Error in words for a person */
export async function fetchOrders() {
  const [killSwitch, approvals, overrides] = await Promise.all([
    ask("GET", "/v1/kill-switch"),
    ask("GET", "/v1/approvals"),
    ask("GET", "/v1/overrides"),
  ]);
  return {
    killSwitch: KillSwitchView.parse(killSwitch),
    approvals: ApprovalList.parse(approvals),
    overrides: OverrideList.parse(overrides),
  };
}
/** Stops every move, or lets them go on. */
export const setKillSwitch = (isStopped: boolean, reason: string): Promise<unknown> =>
  ask("PUT", "/v1/kill-switch", { isStopped, reason });
/** Leaves a path to Skylane again. */
export const endOverride = (pathId: string): Promise<unknown> =>
  ask("PUT", `/v1/paths/${encodeURIComponent(pathId)}/override`, { to: "auto", reason: "ended on the page" });
/** Gives a verdict on the very plan that was shown. */
export const decideApproval = ({ id, planHash }: Approval, verdict: "approve" | "reject"): Promise<unknown> =>
  ask("POST", `/v1/approvals/${encodeURIComponent(id)}/${verdict}`, { planHash, reason: "decided on the page" });

/** Costs, by what is asked: `?by=` and `?month=` as the API takes them. @throws Error in words for a person */
export const fetchCosts = {
  summary: async (asked: string) =>
    CostSummary.parse(await ask("GET", `/v1/costs/summary?${asked}`, undefined, SLOW_MS)),
  spend: async (asked: string) => CostSpend.parse(await ask("GET", `/v1/costs/spend?${asked}`, undefined, SLOW_MS)),
  allocations: async (asked: string) =>
    CostAllocations.parse(await ask("GET", `/v1/costs/allocations?${asked}`, undefined, SLOW_MS)),
  transfers: async (asked: string) =>
    CostTransfers.parse(await ask("GET", `/v1/costs/transfers?${asked}`, undefined, SLOW_MS)),
  anomalies: async () => CostAnomalyList.parse(await ask("GET", "/v1/costs/anomalies", undefined, SLOW_MS)),
  recommendations: async () =>
    CostRecommendationList.parse(await ask("GET", "/v1/costs/recommendations", undefined, SLOW_MS)),
  forecasts: async () => CostForecastList.parse(await ask("GET", "/v1/costs/forecasts", undefined, SLOW_MS)),
  bills: async () => CostBills.parse(await ask("GET", "/v1/costs/bills", undefined, SLOW_MS)),
  reconciliation: async (asked: string) =>
    CostReconciliation.parse(await ask("GET", `/v1/costs/reconciliation?${asked}`, undefined, SLOW_MS)),
  meter: async () => CostMeter.parse(await ask("GET", "/v1/costs/meter", undefined, SLOW_MS)),
};
/** A month of bills is read whole. */
const SLOW_MS = 30_000;
/** How misrouted flows come back. @throws Error in words for a person */
export const fetchFixPlan = async (id: string): Promise<CostFixPlan> =>
  CostFixPlan.parse(await ask("GET", `/v1/costs/anomalies/${encodeURIComponent(id)}/plan`, undefined, SLOW_MS));
/** Gives the orders of a move, each when the one before it was taken. */
export async function giveOrders(orders: readonly PlannedOrder[]): Promise<void> {
  for (const order of orders) await give(order);
}
const give = (order: PlannedOrder): Promise<unknown> => {
  switch (order.kind) {
    case "fail-back":
      return failBack(order.incidentId);
    case "prefer-path":
      return ask("PUT", `/v1/paths/${encodeURIComponent(order.pathId)}/override`, {
        to: "prefer",
        forMs: order.forMs,
        reason: order.reason,
      });
    case "failover":
      return moveToBackup(order.groupId);
  }
};
/** Says something of an anomaly. */
export const answerAnomaly = (id: string, verb: CostAnomalyVerb, order: Partial<CostAnomalyOrder>): Promise<unknown> =>
  ask("POST", `/v1/costs/anomalies/${encodeURIComponent(id)}:${verb}`, order);
/** Says something of a way to pay less. */
export const answerRecommendation = (id: string, verb: CostRecommendationVerb): Promise<unknown> =>
  ask("POST", `/v1/costs/recommendations/${encodeURIComponent(id)}:${verb}`, { note: "said on the page" });

/** Faults there are now. */
export async function listFaults(labPath: string): Promise<readonly LabFault[]> {
  const { faults } = (await ask("GET", `${labPath}/faults`)) as { faults: readonly LabFault[] };
  return faults;
}
/** Breaks a link. */
export const inject = (labPath: string, kind: string, connectionId: string): Promise<unknown> =>
  ask("POST", `${labPath}/faults`, { kind, target: { connectionId } });
/** Mends it. */
export const mend = (labPath: string, faultId: string): Promise<unknown> =>
  ask("DELETE", `${labPath}/faults/${encodeURIComponent(faultId)}`);

async function ask(method: string, path: string, body?: unknown, patienceMs = 5_000): Promise<unknown> {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(patienceMs),
  }).catch((error: unknown) => {
    throw error instanceof DOMException && error.name === "TimeoutError"
      ? new Error(`Skylane did not answer in ${patienceMs / 1_000} seconds; it is asked again.`)
      : error;
  });
  const answer: unknown = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const known = ErrorBody.safeParse(answer);
  throw new Error(known.success ? known.data.error.message : `The API answered ${response.status}.`);
}
