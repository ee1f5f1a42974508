import type { Clock, EventPublisher, Log, Prober, SkylaneConfig } from "@skylane/core";
import { runProbeBurst, slotAt } from "@skylane/engine";
import { memoryHealth } from "./memory-health.ts";
import { patientPublisher } from "./patient-publisher.ts";

/** What an agent needs; the rest of Skylane is at the hub. */
export interface AgentDeps {
  readonly config: SkylaneConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly prober: Prober;
  readonly publisher: EventPublisher;
  readonly random: () => number;
}

const LAST_DELIVERY_MS = 5_000;
const PAUSE_MS = 1_000;

/**
 * Probes from one vantage, burst after burst without a gap, until `signal` says stop; the burst of that moment still ends with
 * its snapshot. Whether the hub is there or not changes nothing for the probes. Answers how many events were left undelivered.
 */
export async function runAgent(deps: AgentDeps, vantageId: string, signal: AbortSignal): Promise<number> {
  const { config, clock, log } = deps;
  const publisher = patientPublisher(deps);
  const health = memoryHealth(config, clock.nowMs());
  const burstDeps = { config, clock, log, prober: deps.prober, publisher, health };
  while (!signal.aborted) {
    const slotMs = slotAt(clock.nowMs(), config.thresholds.burstMs);
    const { sampleCount } = await runProbeBurst(burstDeps, { vantageId, slotMs }, signal);
    // a burst of no length must not become a loop without an end to it
    if (sampleCount === 0 && !signal.aborted) await clock.sleepUntil(clock.monotonicMs() + PAUSE_MS);
  }
  const lostCount = await publisher.close(LAST_DELIVERY_MS);
  log.info("agent stopped", { vantageId, lostCount });
  return lostCount;
}
