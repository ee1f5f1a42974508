import { connectionKindNames, type Finding, type TopologyConnection } from "@skylane/core";
import { type AuditFacts, betweenEnds, dayOf, finding, ownerOf } from "../facts.ts";

/** Connections that exist and are not in the inventory. Says nothing where there is no inventory to compare with. */
export function undocumentedConnections({ topology, config }: AuditFacts): readonly Finding[] {
  if (!config || config.connections.length === 0) return [];
  return topology.connections
    .filter(({ isDeclared }) => !isDeclared)
    .map((connection) =>
      finding(connection.id, {
        rule: "undocumented-connection",
        severity: connection.isPublic ? "medium" : "low",
        title: `${connectionKindNames[connection.kind]} that is not in the inventory: ${betweenEnds(connection)}`,
        subjects: [connection.id],
        evidence: evidenceOf(connection),
        ...(connection.monthlyUsd !== undefined && { monthlyUsd: connection.monthlyUsd }),
        todo: "Add it to connections in skylane.yaml with its providerId, or retire it.",
      }),
    );
}

function evidenceOf(connection: TopologyConnection): string[] {
  const owner = ownerOf(connection);
  const createdAtMs = connection.sightings.find((sighting) => sighting.createdAtMs !== undefined)?.createdAtMs;
  return [
    ...connection.sightings.map(
      ({ cloud, accountId, regionId, nativeId }) =>
        `Seen in ${[cloud, accountId, regionId].filter((part) => part !== "").join(" / ")} as ${nativeId}.`,
    ),
    ...(connection.sightings.length === 0 ? connection.evidence.map(({ detail }) => `Seen as routes: ${detail}.`) : []),
    "No entry of the inventory has one of its ids as providerId.",
    ...(createdAtMs === undefined ? [] : [`Made on ${dayOf(createdAtMs)}.`]),
    ...(owner === undefined ? [] : [`Its tags name ${owner} as owner.`]),
  ];
}
