import type { Finding } from "@skylane/core";
import { type AuditFacts, betweenEnds, finding } from "../facts.ts";

/** Two ends that were joined and disagree about a fact both know: one of them is configured wrong, or they are two links. */
export function joinConflicts({ topology }: AuditFacts): readonly Finding[] {
  return topology.connections.flatMap((connection) => {
    const conflicts = connection.evidence.filter(({ detail }) => detail.includes(" disagree: "));
    if (conflicts.length === 0) return [];
    return finding(connection.id, {
      rule: "join-conflict",
      severity: "medium",
      title: `The two ends of ${connection.id} do not agree: ${betweenEnds(connection)}`,
      subjects: [connection.id],
      evidence: connection.evidence.map(({ detail }) => detail),
      todo: "Compare the configuration of both ends; correct the one that is wrong.",
    });
  });
}
