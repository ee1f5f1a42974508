import { type FunctionSpec, functions, type SkylaneConfig } from "@skylane/core";
import type { Quotas } from "../aws/aws-reads.ts";
import { about, type Check, failed, notChecked, QUICK_MS, unlessNone, type Verdict } from "../check.ts";
import { explainFailure } from "../explain-failure.ts";

/** Lambda keeps so many for functions without a reservation. @see Lambda guide, reserved concurrency (read 2026-11) */
const UNRESERVED_COUNT = 100;
const PUT_EVENTS = "PutEvents throttle limit in transactions per second";
const START_EXECUTION = "StartExecution throttle token bucket size";

/** What an installation may need at its worst moment, each on a quota of AWS. */
export function neededOf(config: Pick<SkylaneConfig, "vantages" | "groups">): {
  readonly concurrencyCount: number;
  readonly eventsPerSecond: number;
  readonly executionCount: number;
} {
  const reservedCount = Object.values<FunctionSpec>(functions).reduce(
    (sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency,
    0,
  );
  const pathCount = config.groups.reduce((sum, { paths }) => sum + paths.length, 0);
  return {
    // a burst may still run when the next begins; every group moves at once, one step each
    concurrencyCount: reservedCount + Math.max(UNRESERVED_COUNT, 2 * config.vantages.length + config.groups.length),
    // every path changes its state in one second, and every snapshot comes in the same
    eventsPerSecond: pathCount + config.vantages.length,
    executionCount: config.groups.length,
  };
}

/** A quota below what is needed. */
export const judgeQuota = (
  what: string,
  neededCount: number,
  { serviceCode, code, value }: { readonly serviceCode: string; readonly code: string; readonly value: number },
): readonly Verdict[] =>
  value >= neededCount
    ? []
    : [
        failed(
          `${what}: ${value}, and ${neededCount} may be needed`,
          `aws service-quotas request-service-quota-increase --service-code ${serviceCode} --quota-code ${code} --desired-value ${neededCount}`,
        ),
      ];

export const quotas: Check = {
  id: "quotas",
  timeLimitMs: QUICK_MS,
  async look({ aws, config }) {
    const needed = neededOf(config);
    const [concurrency, events, states] = await Promise.allSettled([
      aws.concurrency(),
      aws.quotas("events"),
      aws.quotas("states"),
    ]);
    return unlessNone(
      [
        ...(concurrency.status === "rejected"
          ? [about("Lambda concurrency", explainFailure(concurrency.reason))]
          : judgeQuota("Lambda concurrency", needed.concurrencyCount, {
              serviceCode: "lambda",
              code: "L-B99A9384",
              value: concurrency.value.limitCount,
            })),
        ...fromList(events, "events", PUT_EVENTS, "PutEvents a second", needed.eventsPerSecond),
        ...fromList(states, "states", START_EXECUTION, "workflows started at once", needed.executionCount),
      ],
      "Lambda concurrency, PutEvents, StartExecution: more than may be needed",
    );
  },
};

function fromList(
  answer: PromiseSettledResult<Quotas>,
  serviceCode: string,
  name: string,
  what: string,
  neededCount: number,
): readonly Verdict[] {
  if (answer.status === "rejected") return [about(what, explainFailure(answer.reason))];
  const quota = answer.value.get(name);
  if (!quota) return [notChecked(`${what}: AWS lists no quota "${name}" for ${serviceCode}`)];
  return judgeQuota(what, neededCount, { serviceCode, ...quota });
}
