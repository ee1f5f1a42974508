import type { Alert, EventOf } from "@skylane/core";

/** The end of a drill: a page if something is not as before, else a notice; a refused one is worth no more. */
export function wordDrill(event: EventOf<"drill.completed.v1"> | EventOf<"drill.aborted.v1">): Alert {
  const { runId, groupId, reason, isAsBefore } = event.data;
  return {
    id: event.id,
    urgency: isAsBefore ? "notice" : "page",
    action: "trigger",
    dedupKey: `skylane:drill:${runId}`,
    title: `${groupId}: ${titleOf(event)}`,
    lines: [
      reason,
      isAsBefore
        ? `everything reads as before; skylane drills report ${runId}`
        : `not everything is as before: look at it now; skylane drills report ${runId}`,
    ],
    groupId,
    atMs: Date.parse(event.time),
  };
}

function titleOf({ type, data }: EventOf<"drill.completed.v1"> | EventOf<"drill.aborted.v1">): string {
  if (type === "drill.aborted.v1")
    return data.hasBegun ? `drill ${data.drillId} was broken off` : `drill ${data.drillId} did not begin`;
  const rto =
    data.rtoMs === undefined ? "traffic was not seen on the backup" : `${seconds(data.rtoMs)} without an answer`;
  return `drill ${data.drillId} ${data.hasPassed ? "passed" : "failed"}: ${rto}, ${seconds(data.targetRtoMs)} allowed`;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
