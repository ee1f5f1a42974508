import type {
  DrainProposal,
  FailoverPlan,
  Incident,
  Path,
  PathHealthRecord,
  PathOverride,
  Thresholds,
} from "@skylane/core";
import { isClean } from "../next-path-health.ts";

/** What a proposal rests on. */
export interface DrainFacts {
  readonly nowMs: number;
  readonly path: Pick<Path, "id" | "connectionId">;
  /** Of the path's group; absent = none is stored. */
  readonly plan: FailoverPlan | undefined;
  /** The incident of the group that has moved its traffic, or is moving it. */
  readonly active: Incident | undefined;
  readonly health: readonly PathHealthRecord[];
  readonly orders: readonly PathOverride[];
  /** Paths of which something bad is predicted. */
  readonly atRiskIds: ReadonlySet<string>;
  readonly thresholds: Thresholds;
}

/** What a vantage has not seen for two minutes it does not know, as in a failover. */
const STALE_MS = 120_000;

/**
 * The move a person could order: to the path that a drain would take, if everybody who sees it sees it clean and nothing is
 * predicted of it. It is no better than that a path is left while it still works.
 */
export function proposeDrain({ path, plan, active, ...facts }: DrainFacts): DrainProposal {
  if (active) return { kind: "none", why: "move-active" };
  if (!plan) return { kind: "none", why: "no-plan" };
  if (plan.primaryPathId !== path.id) return { kind: "none", why: "carries-nothing" };
  const targets = targetsOf(plan, facts);
  if (targets.length === 0) return { kind: "none", why: "no-allowed-backup" };
  const [first] = targets.filter((pathId) => isUp(pathId, facts));
  return first !== undefined && isHealthy(first, facts)
    ? { kind: "drain", connectionId: path.connectionId, toPathId: first }
    : { kind: "none", why: "backup-not-healthy" };
}

type Targets = Pick<DrainFacts, "nowMs" | "health" | "orders" | "atRiskIds" | "thresholds">;

/** In the order a drain tries them: what people prefer first, what they avoid not at all. */
function targetsOf({ backupPathId, spares }: FailoverPlan, { orders, nowMs }: Targets) {
  const all = [...(backupPathId === undefined ? [] : [backupPathId]), ...spares.map(({ pathId }) => pathId)];
  const said = (pathId: string) => orders.find((order) => order.pathId === pathId && nowMs < order.untilMs)?.to;
  const allowed = all.filter((pathId) => said(pathId) !== "avoid");
  return allowed.toSorted((one, other) => Number(said(other) === "prefer") - Number(said(one) === "prefer"));
}

const seenOf = (pathId: string, { health, nowMs }: Targets): readonly PathHealthRecord[] =>
  health.filter(
    (record) => record.pathId === pathId && record.health.state !== "unknown" && nowMs - record.sampledAtMs <= STALE_MS,
  );

function isUp(pathId: string, facts: Targets): boolean {
  const seen = seenOf(pathId, facts);
  return seen.length > 0 && seen.every(({ health }) => health.state === "up");
}

const isHealthy = (pathId: string, facts: Targets): boolean =>
  !facts.atRiskIds.has(pathId) && seenOf(pathId, facts).every(({ health }) => isClean(health, facts.thresholds));
