import type { DegradationEpisode, PathStateName } from "@skylane/core";
import type { DegradationRisk } from "../detect/degradation-risk.ts";

/** A path in one slot, as its episode sees it. */
export interface EpisodeInput {
  readonly slotMs: number;
  readonly state: PathStateName;
  readonly risk: DegradationRisk;
  /** Slots in a row that looked bad, with this one. */
  readonly suspectCount: number;
  /** Most paths of the vantage look bad: it is the vantage that is suspect. */
  readonly isStorm: boolean;
}

/** What people are to be told. */
export type Told = "predicted" | "worse" | "passed";

/** From here on a slot looks bad; from there on it is calm. In between nothing changes. */
const SUSPECT_PROBABILITY = 0.7;
const CALM_PROBABILITY = 0.35;
/** Two minutes in a row: what one minute shows is often over in the next. */
const SUSPECT_SLOTS = 2;
/** Twenty calm minutes: twice what it takes to draw a new line through round trips that went up by steps. */
const CALM_SLOTS = 20;
/** Told again if it comes in less than this share of the time that was left by what was told before. */
const SOONER_SHARE = 0.5;
/** And not before ten minutes are over: a young line is drawn anew by every minute. */
const QUIET_MS = 600_000;

/** True if a slot looks bad. */
export const isSuspect = ({ probability }: DegradationRisk): boolean => probability >= SUSPECT_PROBABILITY;

/**
 * The episode of a path after one more slot, and what to tell; pure. It begins before the path is down, is told once, again only
 * if it comes much sooner than was told, and ends after twenty calm slots, whether it came true or not.
 */
export function nextEpisode(
  before: DegradationEpisode | undefined,
  input: EpisodeInput,
): { readonly episode?: DegradationEpisode; readonly told?: Told } {
  if (!before) return mayBegin(input) ? { episode: begun(input, input.slotMs), told: "predicted" } : {};
  const { slotMs, state, risk } = input;
  const calmCount = state === "up" && risk.probability < CALM_PROBABILITY ? before.calmCount + 1 : 0;
  if (calmCount >= CALM_SLOTS) return { told: "passed" };
  const cameAtMs = before.cameAtMs ?? (isWorse(state, before.from) ? slotMs : undefined);
  const episode = { ...before, calmCount, ...(cameAtMs !== undefined && { cameAtMs }) };
  if (cameAtMs !== undefined || input.isStorm || !mayBegin(input)) return { episode };
  // the others of the vantage are well again, so it is the path
  if (before.about === "vantage") return { episode: begun(input, slotMs), told: "predicted" };
  return isSooner(before, input) ? { episode: begun(input, before.sinceMs), told: "worse" } : { episode };
}

const mayBegin = ({ state, suspectCount }: EpisodeInput): boolean => state !== "down" && suspectCount >= SUSPECT_SLOTS;

const SEVERITY: readonly PathStateName[] = ["up", "degraded", "down"];

const isWorse = (state: PathStateName, than: PathStateName): boolean =>
  SEVERITY.indexOf(state) > SEVERITY.indexOf(than);

const begun = ({ slotMs, state, risk, isStorm }: EpisodeInput, sinceMs: number): DegradationEpisode => ({
  about: isStorm ? "vantage" : "path",
  sinceMs,
  toldMs: slotMs,
  probability: risk.probability,
  ...(risk.leadTimeMs !== undefined && { dueMs: slotMs + risk.leadTimeMs }),
  signs: [...risk.signs],
  from: state,
  calmCount: 0,
});

function isSooner({ dueMs, toldMs }: DegradationEpisode, { slotMs, risk: { leadTimeMs } }: EpisodeInput): boolean {
  if (leadTimeMs === undefined || slotMs - toldMs < QUIET_MS) return false;
  return dueMs === undefined || leadTimeMs < SOONER_SHARE * (dueMs - slotMs);
}
