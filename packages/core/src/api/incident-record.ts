import * as z from "zod";
import { PathStateChanged } from "../events/health-events.ts";
import { AlarmKind } from "../model/alarm.ts";
import { FlowId, GroupId, PathId, VantageId } from "../model/ids.ts";
import { Incident } from "../model/incident.ts";
import { CloudId } from "../model/network.ts";
import { PreImage, RouteChange } from "../model/route-change.ts";

/** What one vantage saw of one path around the first sign, oldest first. */
const Witness = z.strictObject({
  pathId: PathId,
  vantageId: VantageId,
  samples: z.array(
    z.strictObject({
      atMs: z.number(),
      outcome: z.enum(["answered", "lost", "not-sent"]),
      rttMs: z.number().optional(),
      /** `kept` = as it was recorded; else told by a count or a change of state, and then without its delay. */
      source: z.enum(["kept", "counted", "implied"]),
    }),
  ),
});

/** What a cloud said of a path of the group by an alarm of its own. Its name is text from outside. */
const Alarm = z.strictObject({
  atMs: z.number(),
  pathIds: z.array(PathId).min(1),
  cloud: CloudId,
  kind: AlarmKind,
  isRaised: z.boolean(),
  name: z.string(),
  resourceIds: z.array(z.string()),
});

/** A change of routing that belongs to the move. */
const Call = z.strictObject({
  change: RouteChange,
  /** What was there before; absent = it was not read, so nothing was written. */
  before: PreImage.optional(),
  /** `shown` = the control plane showed it as wanted; `restored` = as before; `unknown` = it was written and not read back, or not written. */
  readBack: z.enum(["shown", "restored", "unknown"]),
});

/** What the move costs a flow. What is not known is absent. */
const FlowCost = z.strictObject({
  flowId: FlowId,
  /** Sent and answered in a day. */
  dailyGb: z.number().nonnegative().optional(),
  /** Price of its bytes in a day on the path it came from, and on the one it went to. */
  fromDailyUsd: z.number().nonnegative().optional(),
  toDailyUsd: z.number().nonnegative().optional(),
});
export type FlowCost = z.infer<typeof FlowCost>;

/** `GET /v1/incidents/{id}/record`: everything that is known of one incident: for the review after it, and for whoever asks what was done and why. */
export const IncidentRecord = z.strictObject({
  incident: Incident,
  /** As the alerts of the incident bear it. */
  dedupKey: z.string(),
  /** To the millisecond, oldest first: what the incident wrote down, and every change of state of the group's paths. */
  timeline: z.array(z.strictObject({ atMs: z.number(), what: z.string(), source: z.enum(["incident", "health"]) })),
  /** Changes of state of the group's paths, oldest first; the timeline says them in words. */
  changes: z.array(PathStateChanged),
  /** When traffic was proven on the path it was moved to; absent = it was not. */
  provenAtMs: z.number().optional(),
  evidence: z.array(Witness),
  /** Oldest first, those told of around the incident. */
  alarms: z.array(Alarm).max(50),
  decision: z.strictObject({
    kind: z.enum(["switch", "verify", "hold", "open"]),
    /** The rule that held it; the names are in docs/architecture.md. */
    rule: z.string().optional(),
    says: z.string(),
  }),
  calls: z.array(Call),
  /** False: the stored plan is another one by now, so the changes cannot be shown. */
  isPlanKnown: z.boolean(),
  /** First bad sample to proof, by probes of the path that failed; application requests are not counted. */
  loss: z
    .strictObject({
      fromMs: z.number(),
      /** Absent = traffic was not proven anywhere. */
      toMs: z.number().optional(),
      lostCount: z.int().nonnegative(),
      knownCount: z.int().nonnegative(),
      /** Samples of that time that the record does not hold: the losses are at least `lostCount`. */
      missingCount: z.int().nonnegative(),
    })
    .optional(),
  cost: z.strictObject({
    flows: z.array(FlowCost),
    /** Dearer by so much a day, over the flows whose both prices are known; absent if none is. */
    extraDailyUsd: z.number().optional(),
    unknownFlowIds: z.array(FlowId),
  }),
  next: z.array(z.string()),
  groupId: GroupId,
});
export type IncidentRecord = z.infer<typeof IncidentRecord>;
