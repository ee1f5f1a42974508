import type { TopologyConnection } from "@skylane/core";
import { findWay } from "../../topology/index.ts";
import type { ProblemLink } from "../optimise/problem.ts";
import type { EstateFacts } from "./estate-facts.ts";

/** Whether a plan may do without a link, and why not. */
export interface LinkDecision {
  readonly decision: ProblemLink["decision"];
  readonly because: string;
}

/** Traffic that no flow explains: a link may carry that much of it and still be called unused. */
const UNEXPLAINED_RATIO = 0.1;
/** Keepalives and routing protocols of a month. */
const CHATTER_BYTES = 1e9;
const BYTES_PER_GB = 1e9;
const DAYS_PER_MONTH = 730 / 24;

/**
 * May a plan close it? Only what costs a known fee, is under no commitment and carries nothing that the declared flows do not
 * explain: traffic that nobody wrote down is somebody's.
 */
export function decideLink(
  connection: TopologyConnection,
  feeUsd: number | undefined,
  facts: EstateFacts,
): LinkDecision {
  const keep = (because: string): LinkDecision => ({ decision: "keep", because });
  const committedUntil = facts.inventory.get(connection.id)?.committedUntil;
  if (feeUsd === undefined) return keep("its fee is not known");
  if (feeUsd === 0) return keep("it has no fee");
  if (committedUntil !== undefined && committedUntil > facts.today)
    return keep(`it is committed until ${committedUntil}`);
  if (connection.status === "down") return keep("it is down, and not this plan's to judge");
  const { bytes30d } = connection;
  if (bytes30d === undefined) return keep("its traffic cannot be read");
  const explained = explainedBytes(facts).get(connection.id) ?? 0;
  const unexplained = bytes30d - explained;
  if (unexplained > Math.max(CHATTER_BYTES, bytes30d * UNEXPLAINED_RATIO))
    return keep(
      `it carries ${Math.round(unexplained / BYTES_PER_GB).toLocaleString("en-US")} GB a month that no flow explains`,
    );
  return { decision: "may-close", because: "its fee can be saved" };
}

const explained = new WeakMap<EstateFacts, ReadonlyMap<string, number>>();

/** Bytes of 30 days that the declared flows put on each link as routing is today. */
function explainedBytes(facts: EstateFacts): ReadonlyMap<string, number> {
  const known = explained.get(facts);
  if (known) return known;
  const bytes = new Map<string, number>();
  for (const placed of facts.graph.flows) {
    const { monthlyGb = 0, replyMonthlyGb = 0 } = placed.flow;
    const monthlyBytes = (monthlyGb + replyMonthlyGb) * BYTES_PER_GB * (30 / DAYS_PER_MONTH);
    for (const { connection } of findWay(facts.graph, placed, { isDead: () => false, isPolicyKept: false }) ?? [])
      bytes.set(connection.id, (bytes.get(connection.id) ?? 0) + monthlyBytes);
  }
  explained.set(facts, bytes);
  return bytes;
}
