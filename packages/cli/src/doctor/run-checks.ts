import pLimit from "p-limit";
import { type Check, type Finding, failed, type Installation, outcomes, type Verdict } from "./check.ts";
import { explainFailure } from "./explain-failure.ts";

const CONCURRENCY = 6;

/** Asks every question, a few at a time; one that fails or takes too long is a finding, and the others go on. In the order of the checks. */
export async function runChecks(
  checks: readonly Check[],
  installation: Installation,
  onDone: (doneCount: number) => void = () => undefined,
): Promise<readonly Finding[]> {
  const limit = pLimit(CONCURRENCY);
  let doneCount = 0;
  const found = await Promise.all(
    checks.map((check) =>
      limit(async () => {
        const verdicts = await withinLimit(check, installation);
        doneCount += 1;
        onDone(doneCount);
        return verdicts.map((verdict) => ({ id: check.id, ...verdict }));
      }),
    ),
  );
  return found.flat();
}

/** The worst of them. */
export const worstOf = (findings: readonly Pick<Finding, "outcome">[]): Finding["outcome"] =>
  outcomes[Math.max(0, ...findings.map(({ outcome }) => outcomes.indexOf(outcome)))] ?? "ok";

/** Its verdicts, or that there are none in time. */
async function withinLimit(check: Check, installation: Installation): Promise<readonly Verdict[]> {
  const { clock } = installation;
  const { timeLimitMs } = check;
  const stop = new AbortController();
  const tooLate = clock.sleepUntil(clock.monotonicMs() + timeLimitMs, stop.signal).then(
    () => [
      failed(
        `no answer within ${Math.round(timeLimitMs / 1_000)} seconds`,
        "see whether the endpoint can be reached from here, then ask again",
      ),
    ],
    () => [],
  );
  try {
    return await Promise.race([check.look(installation), tooLate]);
  } catch (error) {
    return [explainFailure(error)];
  } finally {
    stop.abort();
  }
}
