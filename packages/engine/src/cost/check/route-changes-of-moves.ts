import type { Incident, SkylaneConfig } from "@skylane/core";
import type { NoticedRouteChange } from "../anomaly/index.ts";

/** What Skylane's own moves changed, told of the addresses of the flows that were moved. */
export const routeChangesOfMoves = (
  incidents: readonly Incident[],
  { flows }: Pick<SkylaneConfig, "flows">,
): readonly NoticedRouteChange[] =>
  incidents.flatMap(({ id, groupId, fromPathId, toPathId, openedAtMs, preImages, trigger }) =>
    toPathId === undefined || preImages.length === 0
      ? []
      : flows
          .filter((flow) => flow.groupId === groupId)
          .map(({ destination }) => ({
            atMs: openedAtMs,
            prefix: `${destination.ip}/32`,
            what: `Skylane moved ${groupId} from ${fromPathId} to ${toPathId}, incident ${id},`,
            by:
              trigger.kind === "manual"
                ? `the order of ${trigger.by ?? "somebody"}`
                : `itself, for ${trigger.pathId} was ${trigger.state}`,
          })),
  );
