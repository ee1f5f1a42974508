import { coreError, type WhatIfImpact, type WhatIfList } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { type Failure, failuresMeant, type Survey, surveyOf } from "../whatif/index.ts";

type Known = Pick<Deps, "config" | "estimates" | "topologies">;

/** Every single failure of the network as it was seen last, worst first, in numbers; nothing before the first look. */
export async function listWhatIf(deps: Known): Promise<WhatIfList> {
  const ready = await readySurvey(deps);
  if (!ready) return { seenAtMs: null, flowCount: deps.config.flows.length, alreadyLostIds: [], failures: [] };
  const { survey, seenAtMs } = ready;
  return {
    seenAtMs,
    flowCount: survey.flowCount,
    alreadyLostIds: [...survey.alreadyLostIds],
    failures: survey.singles().flatMap(({ failures: [failure], flows, overloads, ...counts }) =>
      failure
        ? [
            {
              ...failure,
              ...counts,
              criticalLostCount: flows.filter((flow) => flow.outcome === "lost" && flow.class === "critical").length,
              overloadCount: overloads.length,
            },
          ]
        : [],
    ),
  };
}

/**
 * What becomes of the flows if all of these are gone at once; `kill` are ids, or words that mean one thing only.
 * @throws ERR_FAILURE_UNKNOWN
 */
export async function askWhatIf(deps: Known, kill: readonly string[]): Promise<WhatIfImpact> {
  const ready = await readySurvey(deps);
  if (!ready)
    throw coreError("ERR_FAILURE_UNKNOWN", "the network was not looked at yet, so nothing is known that could fail");
  const { survey, seenAtMs } = ready;
  const meant = new Map(kill.map((words) => one(survey, words)).map((failure) => [failure.id, failure]));
  const { flows, overloads, failures, ...counts } = survey.whatIf([...meant.values()]);
  return {
    seenAtMs,
    flowCount: survey.flowCount,
    alreadyLostIds: [...survey.alreadyLostIds],
    failures: [...failures],
    flows: flows.map(({ before, after, ...flow }) => ({
      ...flow,
      before: copy(before),
      ...(after && { after: copy(after) }),
    })),
    overloads: [...overloads],
    ...counts,
  };
}

async function readySurvey({ config, estimates, topologies }: Known) {
  const seen = await topologies.latest();
  return seen && { survey: surveyOf(seen.topology, config, estimates), seenAtMs: seen.topology.atMs };
}

function one({ failures }: Survey, words: string): Failure {
  const [found, ...others] = failuresMeant(failures, words);
  if (!found)
    throw coreError(
      "ERR_FAILURE_UNKNOWN",
      `nothing that can fail is called ${JSON.stringify(words)}; GET /v1/what-if lists what can, by id and by kind:name`,
    );
  if (others.length > 0)
    throw coreError(
      "ERR_FAILURE_UNKNOWN",
      `${JSON.stringify(words)} can mean ${[found, ...others]
        .slice(0, 5)
        .map(({ id }) => id)
        .join(", ")}${others.length > 4 ? " …" : ""}; say which`,
    );
  return found;
}

const copy = <Way extends { readonly connectionIds: readonly string[] }>(way: Way) => ({
  ...way,
  connectionIds: [...way.connectionIds],
});
