import type {
  BuiltGroups,
  Clock,
  EventPublisher,
  Ids,
  Log,
  NameProver,
  Prober,
  ProofInbox,
  SkylaneConfig,
} from "@skylane/core";
import { agentPlace, withBuiltGroups } from "@skylane/core";
import { answerProofs, runProbeBurst, slotAt } from "@skylane/engine";
import { asInvocation } from "../trace/as-invocation.ts";
import { lastKnownGroups } from "./last-known-groups.ts";
import { memoryHealth } from "./memory-health.ts";
import { patientPublisher } from "./patient-publisher.ts";

/** What an agent needs; the rest of Skylane is at the hub. */
export interface AgentDeps {
  readonly config: SkylaneConfig;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly prober: Prober;
  readonly names: NameProver;
  readonly publisher: EventPublisher;
  readonly builtGroups: BuiltGroups;
  readonly proofInbox: ProofInbox;
  readonly random: () => number;
}

const LAST_DELIVERY_MS = 5_000;
const PAUSE_MS = 1_000;
/** Who waits for a proof waits for a hundred seconds. */
const LOOK_MS = 5_000;
/** Groups change when somebody builds. */
const GROUPS_EVERY_LOOK_COUNT = 12;

/**
 * Probes from one vantage, burst after burst without a gap, until `signal` says stop; the burst of that moment still ends with
 * its snapshot. Beside it, where anything is built, it learns of groups that were built and measures new connections that it is asked
 * about. Whether the hub is there or not changes nothing for the probes. Answers how many events were left undelivered.
 */
export async function runAgent(deps: AgentDeps, vantageId: string, signal: AbortSignal): Promise<number> {
  const { config, clock, log } = deps;
  const publisher = patientPublisher(deps);
  const groups = lastKnownGroups(deps.builtGroups, log);
  const configNow = () => withBuiltGroups(config, groups.last());
  const health = memoryHealth(configNow, () => clock.nowMs());
  const looking = config.intents.building === "on" ? lookAside(deps, groups, vantageId, signal) : undefined;
  while (!signal.aborted) {
    const slotMs = slotAt(clock.nowMs(), config.thresholds.burstMs);
    const burstDeps = { config: configNow(), clock, ids: deps.ids, log, prober: deps.prober, publisher, health };
    const burst = asInvocation(() => runProbeBurst(burstDeps, { vantageId, slotMs }, signal));
    const { sampleCount } = await burst();
    // a burst of no length must not become a loop without an end to it
    if (sampleCount === 0 && !signal.aborted) await clock.sleepUntil(clock.monotonicMs() + PAUSE_MS);
  }
  const lostCount = await publisher.close(LAST_DELIVERY_MS);
  await looking;
  log.info("agent stopped", { vantageId, lostCount });
  return lostCount;
}

/** Looks what was built, and what is to be proven, until `signal` says stop. A hub that is away is asked again. */
async function lookAside(deps: AgentDeps, groups: BuiltGroups, vantageId: string, signal: AbortSignal): Promise<void> {
  const { clock, log } = deps;
  const answered = new Set<string>();
  let isAway = false;
  for (let count = 0; !signal.aborted; count += 1) {
    if (count % GROUPS_EVERY_LOOK_COUNT === 0) await groups.list();
    try {
      await answerProofs(deps, agentPlace(vantageId), answered);
      isAway = false;
    } catch (error) {
      if (!isAway) log.warn("not known what is to be proven; it is asked again", { vantageId, error });
      isAway = true;
    }
    await clock.sleepUntil(clock.monotonicMs() + LOOK_MS, signal).catch(() => undefined);
  }
}
