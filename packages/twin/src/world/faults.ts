import * as z from "zod";
import type { EstateConnection } from "../estate/estate.ts";

const Target = z
  .strictObject({
    connectionId: z.string().optional(),
    regionId: z.string().optional(),
    carrier: z.string().optional(),
  })
  .refine(
    (target) => Object.values(target).filter((one) => one !== undefined).length === 1,
    `must name exactly one of connectionId, regionId, carrier`,
  );
const common = { target: Target, durationMs: z.number().positive().optional() };

/** A fault to put on links: what a person or a drill asks for. */
export const FaultInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("cut"), ...common }),
  z.strictObject({
    kind: z.literal("blackhole"),
    direction: z.enum(["both", "a-to-b", "b-to-a"]).default("both"),
    ...common,
  }),
  z.strictObject({ kind: z.literal("loss"), lossRatio: z.number().gt(0).lte(1), ...common }),
  z.strictObject({ kind: z.literal("latency"), addedMs: z.number().positive(), ...common }),
  z.strictObject({ kind: z.literal("flap"), upMs: z.number().positive(), downMs: z.number().positive(), ...common }),
  z.strictObject({ kind: z.literal("slow-death"), ...common, durationMs: z.number().positive() }),
  z.strictObject({ kind: z.literal("stale-forwarding"), ...common }),
]);
export type FaultInput = z.infer<typeof FaultInput>;

/** A fault that is there. */
export type Fault = FaultInput & { readonly id: string; readonly startedAtMs: number };

/** How a link is right now. */
export interface LinkCondition {
  readonly isDroppingForward: boolean;
  readonly isDroppingReverse: boolean;
  readonly lossRatio: number;
  readonly addedMs: number;
  /** False once the BGP session over it has gone down: its routes are withdrawn. */
  readonly isSessionUp: boolean;
}

/** True while the fault is there: a slow death stays after its duration, everything else ends with it. */
export const isPresent = (fault: Fault, nowMs: number): boolean =>
  fault.durationMs === undefined || fault.kind === "slow-death" || nowMs - fault.startedAtMs < fault.durationMs;

/** Next moment at which the fault by itself takes a session of this connection down or up; `undefined` if there is none. */
export function nextSessionChangeMs(connection: EstateConnection, fault: Fault, nowMs: number): number | undefined {
  if (fault.kind !== "cut" && fault.kind !== "flap") return undefined;
  const ageMs = nowMs - fault.startedAtMs;
  const moments = [detectMs(connection), fault.durationMs ?? Number.POSITIVE_INFINITY];
  if (fault.kind === "flap") {
    const roundMs = fault.upMs + fault.downMs;
    const startMs = Math.floor(ageMs / roundMs) * roundMs;
    if (detectMs(connection) >= fault.downMs) return undefined; // up again before anyone notices
    moments.push(startMs + detectMs(connection), startMs + fault.downMs, startMs + roundMs + detectMs(connection));
  }
  const next = Math.min(...moments.filter((moment) => moment > ageMs));
  return Number.isFinite(next) ? fault.startedAtMs + next : undefined;
}

/** The condition of a link under these faults at that moment; pure. */
export function linkCondition(connection: EstateConnection, faults: readonly Fault[], nowMs: number): LinkCondition {
  let condition: LinkCondition = {
    isDroppingForward: false,
    isDroppingReverse: false,
    lossRatio: connection.lossRatio,
    addedMs: 0,
    isSessionUp: true,
  };
  for (const fault of faults) condition = worsen(condition, connection, fault, nowMs - fault.startedAtMs);
  return condition;
}

function worsen(before: LinkCondition, connection: EstateConnection, fault: Fault, ageMs: number): LinkCondition {
  switch (fault.kind) {
    case "cut":
      return cutSince(before, connection, ageMs);
    case "flap": {
      const phaseMs = ageMs % (fault.upMs + fault.downMs);
      return phaseMs < fault.downMs ? cutSince(before, connection, phaseMs) : before;
    }
    case "blackhole":
      return {
        ...before,
        isDroppingForward: before.isDroppingForward || fault.direction !== "b-to-a",
        isDroppingReverse: before.isDroppingReverse || fault.direction !== "a-to-b",
      };
    case "loss":
      return { ...before, lossRatio: either(before.lossRatio, fault.lossRatio) };
    case "slow-death":
      return { ...before, lossRatio: either(before.lossRatio, Math.min(1, ageMs / fault.durationMs)) };
    case "latency":
      return { ...before, addedMs: before.addedMs + fault.addedMs };
    case "stale-forwarding":
      return before;
  }
}

/** Nothing passes at once; the session falls when BFD, or else the hold timer, notices. */
const cutSince = (before: LinkCondition, connection: EstateConnection, ageMs: number): LinkCondition => ({
  ...before,
  isDroppingForward: true,
  isDroppingReverse: true,
  isSessionUp: before.isSessionUp && ageMs < detectMs(connection),
});

/** Time until a cut is noticed, ms. */
export const detectMs = ({ bfd, holdTimeSeconds }: EstateConnection): number =>
  bfd ? bfd.intervalMs * bfd.detectMultiplier : holdTimeSeconds * 1000;

/** Loss of two independent causes. */
const either = (one: number, other: number): number => 1 - (1 - one) * (1 - other);
