import type { FlowSlot, SeenService, ServiceKind, SkylaneConfig, Topology } from "@skylane/core";
import type { Placement } from "./inputs.ts";

const DAY_MS = 86_400_000;
const WINDOW_DAYS = 30;
const WORK: ReadonlySet<ServiceKind> = new Set(["lambda", "ec2-instance", "azure-vm", "gce-instance", "oci-instance"]);
const DATA: ReadonlySet<ServiceKind> = new Set(["rds", "azure-sql", "storage", "cloud-sql", "oci-db"]);

/** What is known of where workloads and their data are. */
export interface PlacementSources {
  readonly nowMs: number;
  readonly topology: Pick<Topology, "services">;
  readonly config: Pick<SkylaneConfig, "flows">;
  readonly flowSlots: readonly FlowSlot[];
  /** What the bill says of objects with these ids in 30 days, USD. */
  readonly billedUsd30d: (nativeIds: readonly string[]) => number | undefined;
}

/** A flow between a workload and its data in another cloud, and what it cost. */
interface Apart {
  readonly flowId: string;
  readonly work: SeenService;
  readonly data: SeenService;
  readonly usd: number;
  readonly bytes: number;
}

/**
 * Workloads whose data is in another cloud, by the flows between them as they were metered; of several places the one that most is paid
 * for. Only where one service has each of a flow's addresses, and each of its slots a price. What it costs to run there, to carry over,
 * and for other traffic is not known. `undefined` = no look found services.
 */
export function placementsOf(sources: PlacementSources): readonly Placement[] | undefined {
  const { topology, billedUsd30d } = sources;
  if (!topology.services) return undefined;
  return [...Map.groupBy(flowsApart(sources), ({ work }) => work.key).values()].flatMap((own) => {
    const [most = []] = [...Map.groupBy(own, ({ data }) => placeOf(data)).values()].toSorted(
      (a, b) => usdOf(b) - usdOf(a),
    );
    const [first] = most.toSorted((a, b) => (a.flowId < b.flowId ? -1 : 1));
    if (!first) return [];
    const { flowId, work, data } = first;
    return [
      {
        workload: work.nativeId,
        name: work.name,
        scope: { kind: "flow", id: flowId },
        from: placeOf(work),
        to: placeOf(data),
        transferUsd30d: usdOf(most),
        transferGb30d: most.reduce((sum, { bytes }) => sum + bytes, 0) / 1e9,
        hostingUsd30d: billedUsd30d([work.nativeId]),
      },
    ];
  });
}

function flowsApart({ nowMs, topology, config, flowSlots }: PlacementSources): readonly Apart[] {
  const byAddress = new Map<string, SeenService[]>();
  for (const service of topology.services ?? [])
    for (const address of service.addresses) byAddress.set(address, [...(byAddress.get(address) ?? []), service]);
  const at = (ip: string): SeenService | undefined => {
    const [only, ...others] = byAddress.get(ip) ?? [];
    return others.length === 0 ? only : undefined;
  };
  const fromMs = nowMs - WINDOW_DAYS * DAY_MS;
  const slotsOf = Map.groupBy(
    flowSlots.filter(({ startMs, bytes }) => startMs >= fromMs && bytes > 0),
    ({ flowId }) => flowId,
  );
  return config.flows.flatMap(({ id, source, destination }): readonly Apart[] => {
    const ends = [at(source.ip), at(destination.ip)];
    const work = ends.find((one) => one && WORK.has(one.kind));
    const data = ends.find((one) => one && DATA.has(one.kind));
    const slots = slotsOf.get(id) ?? [];
    if (!work || !data || work.cloud === data.cloud || slots.some(({ usd }) => usd === undefined)) return [];
    const sum = (of: (slot: FlowSlot) => number): number => slots.reduce((total, slot) => total + of(slot), 0);
    return [{ flowId: id, work, data, usd: sum(({ usd = 0 }) => usd), bytes: sum(({ bytes }) => bytes) }];
  });
}

const usdOf = (flows: readonly Apart[]): number => flows.reduce((sum, { usd }) => sum + usd, 0);
const placeOf = ({ cloud, regionId }: SeenService): string => `${cloud} ${regionId}`;
