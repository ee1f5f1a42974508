import { type Connection, connectionKindNames, type Finding } from "@skylane/core";
import { type AuditFacts, counted, finding } from "../facts.ts";

/** Connections of the inventory that were not found, although the places they join were looked at without a gap. */
export function missingConnections({ topology, config }: AuditFacts): readonly Finding[] {
  if (!config) return [];
  const found = new Set(topology.connections.map(({ id }) => id));
  const seenPlaces = new Set(
    [...topology.networks, ...topology.gateways].map(({ cloud, regionId }) => `${cloud}/${regionId}`),
  );
  const isSeenWhole = ({ cloud, regionId }: { cloud: string; regionId: string }): boolean =>
    seenPlaces.has(`${cloud}/${regionId}`) &&
    !topology.gaps.some(
      (gap) => gap.cloud === cloud && (gap.regionId === undefined || gap.regionId === "" || gap.regionId === regionId),
    );
  const networkById = new Map(config.networks.map((network) => [network.id, network]));
  const endsOf = ({ ends }: Connection) => ends.flatMap((id) => networkById.get(id) ?? []);
  return config.connections
    .filter((connection) => !found.has(connection.id) && endsOf(connection).some(isSeenWhole))
    .map((connection) => {
      const flowIds = config.groups
        .filter(({ paths }) => paths.some(({ connectionId }) => connectionId === connection.id))
        .flatMap(({ id }) => config.flows.filter(({ groupId }) => groupId === id).map((flow) => flow.id));
      return finding(connection.id, {
        rule: "missing-connection",
        severity: flowIds.length > 0 ? "high" : "medium",
        title: `${connectionKindNames[connection.kind]} of the inventory that does not exist: ${connection.id}`,
        subjects: [connection.id],
        evidence: [
          `The inventory has it between ${connection.ends.join(" and ")}${connection.providerId === undefined ? "" : `, as ${connection.providerId}`}.`,
          `${endsOf(connection)
            .filter(isSeenWhole)
            .map(({ cloud, regionId }) => `${cloud} ${regionId}`)
            .join(" and ")} could be read whole, and it is not there.`,
          ...(flowIds.length > 0 ? [`${counted(flowIds.length, "flow")} may be moved to it.`] : []),
        ],
        flowIds,
        ...(connection.monthlyUsd !== undefined && { monthlyUsd: connection.monthlyUsd }),
        todo: "Correct its providerId in skylane.yaml, or take it out of the inventory and of every group.",
      });
    });
}
