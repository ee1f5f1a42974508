import * as z from "zod";

const Described = z.looseObject({ Table: z.looseObject({}) });

/** What DescribeTable says of a table that two Regions share, beside what it says of any. */
export function describeGlobal(answer: unknown, otherRegionId: string, consistency: "STRONG" | "EVENTUAL"): object {
  const { Table } = Described.parse(answer);
  return {
    Table: {
      ...Table,
      Replicas: [{ RegionName: otherRegionId, ReplicaStatus: "ACTIVE" }],
      MultiRegionConsistency: consistency,
      // it has no Region of its own here
      ...(consistency === "STRONG" && { GlobalTableWitnesses: [{ RegionName: "witness", WitnessStatus: "ACTIVE" }] }),
    },
  };
}
