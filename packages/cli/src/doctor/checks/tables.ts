import { tables as manifest, otherRegionOf, type TableSpec } from "@skylane/core";
import type { TableFacts } from "../aws/aws-reads.ts";
import {
  about,
  type Check,
  failed,
  type Installation,
  notChecked,
  QUICK_MS,
  unlessNone,
  type Verdict,
  warning,
} from "../check.ts";
import { explainFailure } from "../explain-failure.ts";

/** What a table has to be. */
export interface WantedTable {
  readonly name: string;
  readonly keys: readonly string[];
  /** The other Region; `undefined` = there is one Region only. */
  readonly otherRegionId: string | undefined;
  /** Its writes are in one order over all Regions: two replicas and a witness. */
  readonly isStrong: boolean;
}

/** What is wrong with a table. */
export function judgeTable(wanted: WantedTable, table: TableFacts): readonly Verdict[] {
  const { name, otherRegionId } = wanted;
  const replica = table.replicas.find(({ regionId }) => regionId === otherRegionId);
  const deploy = "npx sst deploy --stage <stage>";
  return [
    ...(table.status === "ACTIVE"
      ? []
      : [failed(`${name} is ${table.status}`, "wait until it is ACTIVE, then ask again")]),
    ...(table.keys.join() === wanted.keys.join()
      ? []
      : [
          failed(
            `${name} has the keys ${table.keys.join(", ")}; they must be ${wanted.keys.join(", ")}`,
            "it is another program's table: choose another SKYLANE_NAME",
          ),
        ]),
    ...(table.isProtected === false
      ? [
          warning(
            `${name} is not protected from deletion`,
            `aws dynamodb update-table --table-name ${name} --deletion-protection-enabled`,
          ),
        ]
      : []),
    ...(otherRegionId !== undefined && replica?.status !== "ACTIVE"
      ? [failed(`${name} has no working replica in ${otherRegionId}: ${replica?.status ?? "none"}`, deploy)]
      : []),
    ...(otherRegionId !== undefined && wanted.isStrong && !table.isStrong
      ? [failed(`${name} is not strongly consistent between Regions: a lease on it can be won twice`, deploy)]
      : []),
    ...(otherRegionId !== undefined && wanted.isStrong && table.witnessRegionIds.length === 0
      ? [failed(`${name} has no witness: it stops when one Region is lost`, deploy)]
      : []),
  ];
}

export const tables: Check = {
  id: "tables",
  timeLimitMs: QUICK_MS,
  async look(installation) {
    const wanted = wantedTables(installation);
    const judged = await Promise.all(wanted.map((table) => lookAt(table, installation)));
    return unlessNone(
      judged.flat(),
      `${wanted.map(({ name }) => name).join(" and ")}: keys, protection, recovery and replicas as they must be`,
    );
  },
};

async function lookAt(wanted: WantedTable, { aws }: Installation): Promise<readonly Verdict[]> {
  const { name } = wanted;
  const [table, recovery] = await Promise.allSettled([aws.table(name), aws.isRecoverable(name)]);
  if (table.status === "rejected") return [about(name, explainFailure(table.reason))];
  return [
    ...judgeTable(wanted, table.value),
    ...(table.value.isProtected === undefined
      ? [notChecked(`${name}: protection from deletion is not told here`)]
      : []),
    ...(recovery.status === "rejected"
      ? [about(`${name}, point-in-time recovery`, explainFailure(recovery.reason))]
      : []),
    ...(recovery.status === "fulfilled" && !recovery.value
      ? [
          warning(
            `${name} has no point-in-time recovery`,
            `aws dynamodb update-continuous-backups --table-name ${name} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`,
          ),
        ]
      : []),
  ];
}

function wantedTables({ config, settings }: Installation): readonly WantedTable[] {
  const otherRegionId = otherRegionOf(config, settings.regionId);
  const wanted = (name: string, { partitionKey, sortKey, consistency }: TableSpec): WantedTable => ({
    name,
    keys: [`${partitionKey} HASH`, ...(sortKey === undefined ? [] : [`${sortKey} RANGE`])],
    otherRegionId,
    isStrong: consistency === "strong",
  });
  return [wanted(settings.names.stateTable, manifest.state), wanted(settings.names.coordTable, manifest.coord)];
}
