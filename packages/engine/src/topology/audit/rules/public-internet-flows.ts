import { connectionKindNames, type Finding } from "@skylane/core";
import { findWay, type Hop } from "../../ways/index.ts";
import { type AuditFacts, betweenEnds, finding } from "../facts.ts";

/** Flows whose packets cross the public internet in clear, or although their policy forbids it. One finding a flow. */
export function publicInternetFlows({ ways }: AuditFacts): readonly Finding[] {
  return ways.flows.flatMap((placed) => {
    const { flow } = placed;
    const today = findWay(ways, placed, { isDead: () => false, isPolicyKept: false });
    const exposed = today?.find(
      ({ connection }) => connection.isPublic && (!connection.isEncrypted || ways.isPublicForbidden(flow)),
    );
    if (!exposed) return [];
    const allowed = findWay(ways, placed, { isDead: () => false, isPolicyKept: true });
    return finding(flow.id, {
      rule: "public-internet-flow",
      severity: flow.class === "critical" ? "critical" : "high",
      title: `Flow ${flow.id} crosses the public internet${exposed.connection.isEncrypted ? "" : " in clear"}`,
      subjects: [exposed.connection.id],
      evidence: [
        `${flow.source.ip} to ${flow.destination.ip}:${flow.destination.port} leaves over the ${connectionKindNames[exposed.connection.kind]} ${exposed.connection.id}: ${betweenEnds(exposed.connection)}.`,
        `It wins by prefix: ${prefixesFor(exposed).join(", ")}.`,
        ...exposed.connection.evidence.map(({ detail }) => detail),
        allowed
          ? `A way its policy allows: ${allowed.map(({ connection }) => connection.id).join(", then ")}.`
          : "There is no way its policy allows.",
        ...(flow.monthlyGb === undefined ? [] : [`${flow.monthlyGb.toLocaleString("en-US")} GB a month.`]),
      ],
      flowIds: [flow.id],
      todo: allowed
        ? "Take the more specific routes out of the tables named above; traffic then takes the allowed way."
        : "Build an encrypted or private connection between the two networks, then take the routes out.",
      plan: [
        {
          step: `Remove the routes ${prefixesFor(exposed).join(", ")} that lead to the internet, at both ends together.`,
          undo: "Add the same routes again.",
        },
      ],
    });
  });
}

const prefixesFor = ({ reaches, answers }: Hop): readonly string[] =>
  [...new Set([...reaches, ...answers])].slice(0, 6);
