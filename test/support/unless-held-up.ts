import type { ProbeAnswer } from "@skylane/core";

/** Asks again while the answer is that this machine was too busy to tell, ten times at most. */
export async function unlessHeldUp(ask: () => Promise<ProbeAnswer>): Promise<ProbeAnswer> {
  let answer = await ask();
  for (let i = 0; i < 10 && answer.outcome === "vantage-error"; i += 1) answer = await ask();
  return answer;
}
