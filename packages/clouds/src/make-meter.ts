import type { CloudId, DiscoveryGap, Topology, TrafficMeter } from "@skylane/core";
import { METER_SLOT_MS, oneLine } from "@skylane/core";
import { allMetering } from "./_metering.gen.ts";
import type { CloudContext } from "./_shared/define-cloud.ts";
import type { CountedEnd, CountedSpan, CountRequest, Metering } from "./_shared/metering/metering.ts";
import { type CountedDirection, planCounting } from "./_shared/metering/plan-counting.ts";
import { addSlots, type SlotBytes, slotsOf } from "./_shared/metering/slots.ts";
import type { DiscoveryScopes } from "./discover-clouds.ts";

/** Which links, in which accounts, and how many calls at once. */
export interface MeterScope extends Pick<CountRequest, "concurrency" | "nowMs" | "signal"> {
  readonly topology: Pick<Topology, "connections">;
  readonly accounts: DiscoveryScopes;
}

/** Metrics that have not come an hour after their time are late beyond what clouds promise. */
const LATE_MS = 3_600_000;
const TEXT_LENGTH = 600;

/** Counts the links of a topology by the clouds at their ends. A cloud that cannot be asked leaves the others as they are. */
export function makeMeter(
  context: CloudContext,
  scope: MeterScope,
  meterings: readonly Metering[] = allMetering,
): TrafficMeter {
  const { directions, uncounted } = planCounting(scope.topology.connections, meterings);
  return {
    async read(window) {
      const byCloud = Map.groupBy(
        directions.flatMap(({ ends }) => ends),
        ({ link }) => link.cloud,
      );
      const asked = await Promise.all(
        meterings.flatMap((one) => {
          const ends = byCloud.get(one.cloud);
          return ends ? [countIn(one, ends, context, scope, window)] : [];
        }),
      );
      const counted = new Map<CountedEnd, ReadonlyMap<number, SlotBytes>>(
        [
          ...Map.groupBy(
            asked.flatMap(({ spans }) => spans),
            ({ end }) => end,
          ),
        ].map(([end, spans]) => [end, slotsOf(spans, window)]),
      );
      const read = directions.map((direction) => ({
        direction,
        slots: addSlots(direction.ends.map((end) => counted.get(end) ?? new Map())),
      }));
      return {
        slots: read.flatMap(({ direction: { connectionId, fromKey, toKey }, slots }) =>
          [...slots].map(([startMs, { bytes, coverageRatio }]) => ({
            startMs,
            connectionId,
            fromKey,
            toKey,
            // whole bytes: sums of them do not hang on their order
            bytes: Math.round(bytes),
            coverageRatio,
          })),
        ),
        gaps: [
          ...uncounted,
          ...asked.flatMap(({ gaps }) => gaps.map(saidOf)),
          ...withoutPoints(read, window, scope.nowMs(), failedClouds(asked)),
        ],
      };
    },
  };
}

type Asked = Awaited<ReturnType<typeof countIn>>;

async function countIn(
  { cloud, load }: Metering,
  ends: readonly CountedEnd[],
  context: CloudContext,
  { accounts, ...how }: MeterScope,
  window: { readonly fromMs: number; readonly toMs: number },
): Promise<{
  readonly cloud: CloudId;
  readonly spans: readonly CountedSpan[];
  readonly gaps: readonly DiscoveryGap[];
}> {
  try {
    const count = (await load())(context);
    const { concurrency, nowMs, signal } = how;
    const { spans, gaps } = await count({
      ends,
      concurrency,
      nowMs,
      signal,
      accounts: accounts[cloud]?.accounts ?? [],
      ...window,
    });
    return { cloud, spans, gaps };
  } catch (error) {
    const gap: DiscoveryGap = {
      cloud,
      operation: "count bytes",
      reason: "not-understood",
      message: error instanceof Error ? error.message : String(error),
      todo: `report this with the log: the adapter for ${cloud} met something it does not understand`,
    };
    return { cloud, spans: [], gaps: [gap] };
  }
}

const saidOf = ({ cloud, accountId, regionId, operation, message, todo }: DiscoveryGap): string =>
  oneLine(`${[cloud, accountId, regionId].filter(Boolean).join(" ")}: ${operation}: ${message}; ${todo}`, TEXT_LENGTH);

const failedClouds = (asked: readonly Asked[]): ReadonlySet<string> =>
  new Set(
    asked.flatMap(({ gaps }) => gaps.map(({ cloud, accountId, regionId }) => placeOf(cloud, accountId, regionId))),
  );

const placeOf = (cloud: string, accountId = "", regionId = ""): string => `${cloud}|${accountId}|${regionId}`;

/** Directions that lack points whose time was long ago, where nothing else was told of the place. One line for each cloud. */
function withoutPoints(
  read: readonly { readonly direction: CountedDirection; readonly slots: ReadonlyMap<number, SlotBytes> }[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  nowMs: number,
  failed: ReadonlySet<string>,
): readonly string[] {
  const untilMs = Math.min(toMs, nowMs - LATE_MS);
  const lacking = new Map<CloudId, string[]>();
  for (const { direction, slots } of read) {
    let missing = 0;
    let all = 0;
    for (let at = Math.ceil(fromMs / METER_SLOT_MS) * METER_SLOT_MS; at < untilMs; at += METER_SLOT_MS) {
      all += 1;
      if ((slots.get(at)?.coverageRatio ?? 0) < 1) missing += 1;
    }
    const [end] = direction.ends;
    if (missing === 0 || !end) continue;
    const { cloud, accountId, regionId } = end.link;
    if ([placeOf(cloud, accountId, regionId), placeOf(cloud, accountId), placeOf(cloud)].some((one) => failed.has(one)))
      continue;
    lacking.set(cloud, [
      ...(lacking.get(cloud) ?? []),
      `${direction.connectionId} ${end.direction} (${missing} of ${all} slots)`,
    ]);
  }
  return [...lacking].map(([cloud, links]) =>
    oneLine(
      `${cloud}: no or not all points of ${links.length} counters: ${links.slice(0, NAMED).join(", ")}${links.length > NAMED ? ` and ${links.length - NAMED} more` : ""}; a counter has none while nothing is sent, or its points are late: it is asked again for six hours`,
      TEXT_LENGTH,
    ),
  );
}
const NAMED = 5;
