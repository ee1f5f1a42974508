import type { FailoverSettings, Incident } from "@skylane/core";

type DampingSettings = Pick<FailoverSettings, "flapPenalty" | "flapHalfLifeMs" | "flapSuppress" | "flapReuse">;

/** How unstable a group has been of late. */
export interface Damping {
  /** What is left of all penalties now. */
  readonly penalty: number;
  /** Time until it may move by itself again; absent = it may now. */
  readonly reuseInMs?: number;
}

/**
 * Damping in the spirit of RFC 2439, from the incident history alone; pure. Every automatic move adds a penalty, which decays
 * by half in each half-life. Once above the suppress limit, no automatic move until it has decayed below the reuse limit.
 * Undone moves count as well, for they turned traffic around too; moves that a person ordered do not.
 */
export function dampingOf(history: readonly Incident[], settings: DampingSettings, nowMs: number): Damping {
  const { flapPenalty, flapHalfLifeMs, flapSuppress, flapReuse } = settings;
  const moves = history
    .filter((incident) => incident.trigger.kind !== "manual" && hasTurnedTraffic(incident))
    .map(({ openedAtMs }) => openedAtMs)
    .filter((atMs) => atMs <= nowMs)
    .sort((a, b) => a - b);
  let penalty = 0;
  let isSuppressed = false;
  let lastMs = moves[0] ?? nowMs;
  const decayTo = (atMs: number): void => {
    penalty *= 0.5 ** ((atMs - lastMs) / flapHalfLifeMs);
    lastMs = atMs;
    if (penalty < flapReuse) isSuppressed = false;
  };
  for (const atMs of moves) {
    decayTo(atMs);
    penalty += flapPenalty;
    if (penalty > flapSuppress) isSuppressed = true;
  }
  decayTo(nowMs);
  if (!isSuppressed) return { penalty };
  return { penalty, reuseInMs: flapHalfLifeMs * Math.log2(penalty / flapReuse) };
}

/**
 * How long a primary must have been well before traffic goes back to it: the stable window, and as much again for every
 * undecayed move before this one. It ends where the penalty itself would be forgotten.
 */
export function holdDownMs(stableWindowMs: number, { penalty }: Damping, settings: DampingSettings): number {
  const times = settings.flapPenalty === 0 ? 1 : 1 + penalty / settings.flapPenalty;
  return Math.max(stableWindowMs, Math.min(stableWindowMs * times, MOST_HALF_LIVES * settings.flapHalfLifeMs));
}

/** After four half-lives a sixteenth is left. */
const MOST_HALF_LIVES = 4;

/** True if routes were written for it, whatever became of them. */
const hasTurnedTraffic = ({ status, preImages }: Incident): boolean =>
  status === "moved" ||
  status === "failed-back" ||
  ((status === "rolled-back" || status === "needs-human") && preImages.length > 0);
