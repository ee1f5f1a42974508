import type { FailoverPlan, Incident, SkylaneConfig, SkylaneEvent } from "@skylane/core";
import { aConfig } from "./builders.ts";
import { lostBetween, planOfTwo, recordedPast } from "./recorded-past.ts";

/** When the primary of the recorded past turned down. */
const OPENED_MS = 1_700_000_040_000 + 2 * 60_000 + 52_000;

const change = (sideId: string, prefix: string) => ({
  id: `g:${sideId}:${prefix}`,
  sideId,
  cloud: "aws",
  actuator: "test.table",
  prefix,
  target: { table: "t1" },
  desired: { hop: "vpn" },
  summary: `${prefix} to vpn`,
});

/** The incident of the recorded past: dx failed, vpn took over, proven after 1.4 s. */
export const incidentOf = (more: Partial<Incident> = {}): Incident =>
  ({
    id: "fo-g-3",
    groupId: "g",
    status: "moved",
    trigger: { kind: "path-state", pathId: "dx", vantageId: "v1", state: "down", epoch: 2 },
    planHash: planOfTwo.hash,
    fromPathId: "dx",
    toPathId: "vpn",
    openedAtMs: OPENED_MS,
    preImages: [
      { changeId: "g:cloud:10.9.0.0/16", state: null },
      { changeId: "g:site:10.1.0.0/16", state: { hop: "dx" } },
    ],
    proof: { sentCount: 3, answeredCount: 3, pathPacketCount: 12, flowIds: ["orders"] },
    timeline: [
      { atMs: OPENED_MS, what: "dx turned down" },
      { atMs: OPENED_MS + 210, what: "guards passed: switch" },
      { atMs: OPENED_MS + 250, what: "stored what 2 routes were before" },
      { atMs: OPENED_MS + 1_400, what: "moved: 3 of 3 requests answered, 12 packets on the path" },
    ],
    ...more,
  }) as unknown as Incident;

/** What the record of that incident is written from: events of real probes on a virtual clock. */
export async function recordSources(): Promise<{
  readonly incident: Incident;
  readonly config: SkylaneConfig;
  readonly plan: FailoverPlan | undefined;
  readonly events: readonly SkylaneEvent[];
  readonly transferUsdPerGb: () => undefined;
}> {
  const config = aConfig();
  const { events } = await recordedPast(config, { minutes: 4, isLost: lostBetween("dx", 170_000, 200_000) });
  const changes = [change("cloud", "10.9.0.0/16"), change("site", "10.1.0.0/16")];
  const plan = { ...planOfTwo, changes } as unknown as FailoverPlan;
  return { incident: incidentOf(), config, plan, events, transferUsdPerGb: () => undefined };
}
