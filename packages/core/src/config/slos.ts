import * as z from "zod";
import { GroupId, PathId } from "../model/ids.ts";
import { Duration } from "../units/duration.ts";

/** Share of the time that round trips may be slower than a `latencyP95Ms`: what a 95th percentile leaves. */
export const SLOW_BUDGET_RATIO = 0.05;

// With less than 95 % the whole of an hour would not burn at 14.4 times the rate.
const availabilityRatio = z.number().min(0.95).lt(1);
// Above the time-out of a probe nothing is slow: it is lost.
const latencyP95Ms = z.number().positive().max(10_000);

const rtoMs = Duration.refine((ms) => ms > 0, { error: "must be more than 0" });

const SloException = z
  .strictObject({
    pathId: PathId.optional(),
    /** For each path of the group. */
    groupId: GroupId.optional(),
    availabilityRatio: availabilityRatio.optional(),
    latencyP95Ms: latencyP95Ms.optional(),
    /** Of a group only: a path is not recovered, its traffic is moved. */
    rtoMs: rtoMs.optional(),
  })
  .refine(({ pathId, groupId }) => (pathId === undefined) !== (groupId === undefined), {
    error: "must name a pathId or a groupId, and not both",
  })
  .refine((one) => [one.availabilityRatio, one.latencyP95Ms, one.rtoMs].some((said) => said !== undefined), {
    error: "says nothing; give it an availabilityRatio, a latencyP95Ms or an rtoMs, or remove it",
  })
  .refine(({ pathId, rtoMs: said }) => pathId === undefined || said === undefined, {
    path: ["rtoMs"],
    error: "is of groups; name the groupId in place of the pathId",
  });

/** What is promised of paths over weeks. What is left of it is the error budget; who burns it too fast is told. */
export const SloObjectives = z.strictObject({
  // Four weeks have the same number of week-ends in each; what is seen of a path is kept for 30 days.
  periodDays: z.int().min(7).max(30).default(28),
  // What AWS and Azure promise of a redundant private link; 20 minutes of four weeks.
  availabilityRatio: availabilityRatio.default(0.9995),
  // Absent = none: how far apart two places are decides what is fast.
  latencyP95Ms: latencyP95Ms.optional(),
  /** From the first bad probe of a group's primary path to traffic proven on another. Absent = no such promise: what is fast depends on what the traffic is. */
  rtoMs: rtoMs.optional(),
  /** Of a path or group in place of the above; a path's own wins over that of its group. */
  exceptions: z.array(SloException).max(5_000).default([]),
});
export type SloObjectives = z.infer<typeof SloObjectives>;

/** What is promised of one path. */
export interface PathObjectives {
  readonly availabilityRatio: number;
  readonly latencyP95Ms?: number;
}

/** The parts of a configuration that are needed here. */
interface Promising {
  readonly slos?: SloObjectives | undefined;
  readonly groups: readonly { readonly id: string; readonly paths: readonly { readonly id: string }[] }[];
}

/** What is promised of each path, by its id; empty where no SLOs are configured. */
export function objectivesByPath({ slos, groups }: Promising): ReadonlyMap<string, PathObjectives> {
  if (!slos) return new Map();
  return new Map(
    groups.flatMap(({ id: groupId, paths }) =>
      paths.map(({ id: pathId }) => {
        const own = slos.exceptions.find((one) => one.pathId === pathId);
        const ofGroup = slos.exceptions.find((one) => one.groupId === groupId);
        const latency = own?.latencyP95Ms ?? ofGroup?.latencyP95Ms ?? slos.latencyP95Ms;
        return [
          pathId,
          {
            availabilityRatio: own?.availabilityRatio ?? ofGroup?.availabilityRatio ?? slos.availabilityRatio,
            ...(latency !== undefined && { latencyP95Ms: latency }),
          },
        ] as const;
      }),
    ),
  );
}

/** How soon traffic of each group has to be well again, by the group's id; empty where nothing is promised of it. */
export function rtoByGroup({ slos, groups }: Promising): ReadonlyMap<string, number> {
  return new Map(
    groups.flatMap(({ id }) => {
      const promised =
        slos?.exceptions.find(({ groupId, rtoMs: own }) => groupId === id && own !== undefined)?.rtoMs ?? slos?.rtoMs;
      return promised === undefined ? [] : [[id, promised] as const];
    }),
  );
}

/** Adds an issue for each exception that names what is declared nowhere, or what another has named. */
export function checkSlos({ slos, groups }: Promising, context: z.RefinementCtx): void {
  const pathIds = new Set(groups.flatMap(({ paths }) => paths.map(({ id }) => id)));
  const groupIds = new Set(groups.map(({ id }) => id));
  const seen = new Set<string>();
  slos?.exceptions.forEach(({ pathId, groupId }, i) => {
    const [field, id, known] =
      pathId !== undefined ? (["pathId", pathId, pathIds] as const) : (["groupId", groupId ?? "", groupIds] as const);
    const at = ["slos", "exceptions", i, field];
    if (!known.has(id))
      context.addIssue({
        code: "custom",
        path: at,
        message: `names "${id}", which is not declared; declare it or correct the name`,
      });
    if (seen.has(`${field} ${id}`))
      context.addIssue({ code: "custom", path: at, message: `"${id}" has two exceptions; make one of them` });
    seen.add(`${field} ${id}`);
  });
}
