import { deploymentNames, type TableSpec, tables } from "@skylane/core";
import type { RegionContext } from "./context.ts";

/**
 * The two tables, made in the home Region with a replica in the other. `coord` has strong consistency: two replicas and a witness
 * in a third Region. Its mode cannot be changed later, and the table must be empty when its replica is made.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html (read 2026-11)
 */
export function createStore(home: RegionContext) {
  const { stateTable, coordTable } = deploymentNames(home.stage.name);
  return {
    state: createTable(home, "State", stateTable, tables.state),
    coord: createTable(home, "Coord", coordTable, tables.coord),
  };
}

function createTable(
  { stage, otherRegionId, provider }: RegionContext,
  logical: string,
  name: string,
  spec: TableSpec,
) {
  const keys = [spec.partitionKey, ...(spec.sortKey === undefined ? [] : [spec.sortKey])];
  const isStrong = spec.consistency === "strong";
  return new aws.dynamodb.Table(
    `${logical}Table`,
    {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: spec.partitionKey,
      ...(spec.sortKey !== undefined && { rangeKey: spec.sortKey }),
      attributes: keys.map((key) => ({ name: key, type: "S" })),
      ...(spec.expiresAt !== undefined && { ttl: { enabled: true, attributeName: spec.expiresAt } }),
      // neither is copied from one replica to the other: each has its own
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: stage.isKept,
      // replicas of a table with eventual consistency read its stream
      ...(isStrong ? {} : { streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES" }),
      replicas: [
        {
          regionName: otherRegionId,
          consistencyMode: isStrong ? "STRONG" : "EVENTUAL",
          pointInTimeRecovery: true,
          deletionProtectionEnabled: stage.isKept,
          propagateTags: true,
        },
      ],
      ...(isStrong && { globalTableWitness: { regionName: stage.settings.aws.witnessRegion } }),
    },
    { provider },
  );
}
