import { type Recovery, RecoveryPhase, type WeekReport } from "@skylane/core";
import { spreadOf } from "./recovery.ts";

/** What a week's moves come to: times to recover and to each part, how many kept their objective, and what was lost meanwhile; pure. */
export function achieved(moves: readonly Recovery[]): WeekReport["recovery"] {
  const failures = moves.filter(({ isOrdered }) => !isOrdered);
  const rto = spreadOf(failures.flatMap(({ rtoMs }) => rtoMs ?? []));
  const judged = failures.filter(({ rtoMs, objectiveMs }) => rtoMs !== undefined && objectiveMs !== undefined);
  const probes = failures.flatMap((move) => move.probes ?? []);
  const sum = (of: (one: (typeof probes)[number]) => number): number => probes.reduce((all, one) => all + of(one), 0);
  return {
    moves: moves.toSorted((a, b) => a.atMs - b.atMs),
    ...(rto && { rto }),
    phases: Object.fromEntries(
      RecoveryPhase.options.flatMap((phase) => {
        const spread = spreadOf(failures.flatMap(({ phasesMs }) => phasesMs[phase] ?? []));
        return spread ? [[phase, spread]] : [];
      }),
    ),
    judgedCount: judged.length,
    withinCount: judged.filter(({ rtoMs = 0, objectiveMs = 0 }) => rtoMs <= objectiveMs).length,
    probes: {
      lostCount: sum(({ lostCount }) => lostCount),
      knownCount: sum(({ knownCount }) => knownCount),
      missingCount: sum(({ missingCount }) => missingCount),
      moveCount: probes.length,
    },
  };
}
