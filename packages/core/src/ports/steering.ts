import type * as z from "zod";
import type { PreImage, RouteChange } from "../model/route-change.ts";

/** What a change shall do, before the actuator has put it in its own terms. */
export interface MoveRequest {
  readonly groupId: string;
  readonly sideId: string;
  /** Prefixes of the other side. */
  readonly prefixes: readonly string[];
  /** The side's own settings, e.g. its route table. */
  readonly settings: Readonly<Record<string, string>>;
  /** Handles of the path to leave and of the path to take, on this side. */
  readonly from: Readonly<Record<string, string>>;
  readonly to: Readonly<Record<string, string>>;
}

/**
 * One knob of one cloud. Every verb is safe to repeat: it reads, compares, writes only what differs, and takes "already
 * so" for success.
 */
export interface Actuator {
  /** `<cloud>.<knob>`. */
  readonly id: string;
  readonly settings: z.ZodType<Readonly<Record<string, string>>>;
  readonly handle: z.ZodType<Readonly<Record<string, string>>>;
  /** The changes that move the prefixes; pure, no I/O. */
  plan(request: MoveRequest): readonly RouteChange[];
  /** State now, for undo. */
  snapshot(change: RouteChange): Promise<PreImage>;
  apply(change: RouteChange): Promise<"applied" | "already">;
  /** True once the control plane shows the desired state. */
  isApplied(change: RouteChange): Promise<boolean>;
  /** Puts back what the pre-image holds. */
  restore(change: RouteChange, before: PreImage): Promise<"restored" | "already">;
  /** True once the control plane shows the pre-image. */
  isRestored(change: RouteChange, before: PreImage): Promise<boolean>;
}

/** Packets seen on a path so far, both directions added; `undefined` where it cannot be read. */
export interface PathCounters {
  packetCount(
    settings: Readonly<Record<string, string>>,
    handle: Readonly<Record<string, string>>,
  ): Promise<number | undefined>;
}

/** Every actuator and counter of every cloud, found by id. */
export interface Steering {
  actuator(id: string): Actuator;
  counters(actuatorId: string): PathCounters | undefined;
}
