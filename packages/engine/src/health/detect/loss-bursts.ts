import type { LossBurstState } from "@skylane/core";

/** A path whose losses were not watched yet. */
export const unseenLosses: LossBurstState = { burstProbability: 0.01, quietLossRatio: 0.002 };

/** In a burst half of the answers are lost; a burst begins once in 500 rounds and lasts ten. */
const burstLossRatio = 0.5;
const beginShare = 0.002;
const endShare = 0.1;
const leastQuietLossRatio = 0.0005;
const mostQuietLossRatio = 0.1;

/**
 * Takes one round of probes, `lost` of `sent`, and answers how likely the path is in a burst of loss, 0..1: a filter over
 * two hidden states (Gilbert and Elliott), whose quiet one learns how much this path loses when nothing is wrong.
 */
export function nextLossBurst(
  state: LossBurstState,
  round: Readonly<{ sent: number; lost: number }>,
): Readonly<{ state: LossBurstState; score: number }> {
  const { sent, lost } = round;
  const before = state.burstProbability * (1 - endShare) + (1 - state.burstProbability) * beginShare;
  const odds =
    (before / (1 - before)) *
    (burstLossRatio / state.quietLossRatio) ** lost *
    ((1 - burstLossRatio) / (1 - state.quietLossRatio)) ** (sent - lost);
  const burstProbability = Number.isFinite(odds) ? odds / (1 + odds) : 1;
  const share = sent === 0 ? 0 : (1 - burstProbability) * 0.002 * sent;
  const learnt = state.quietLossRatio + Math.min(share, 0.1) * ((sent === 0 ? 0 : lost / sent) - state.quietLossRatio);
  const quietLossRatio = Math.min(Math.max(learnt, leastQuietLossRatio), mostQuietLossRatio);
  return { state: { burstProbability, quietLossRatio }, score: burstProbability };
}
