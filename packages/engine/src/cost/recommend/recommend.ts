import { CostRecommendation, fnv1a64, RecommendationKind } from "@skylane/core";
import { chattyFlow } from "./chatty-flow.ts";
import { commitment } from "./commitment.ts";
import { lowTrafficVpn, zombieVpn } from "./idle-vpn.ts";
import type { AdviceInputs, Finder } from "./inputs.ts";
import { linkSize } from "./link-size.ts";
import { moveWorkload } from "./move-workload.ts";
import { rightsize } from "./rightsize.ts";
import { schedule } from "./schedule.ts";
import { secondPortDate } from "./second-port-date.ts";
import { spot } from "./spot.ts";
import { storageTier } from "./storage-tier.ts";

const finders: Readonly<Record<RecommendationKind, Finder>> = {
  "zombie-vpn": zombieVpn,
  "low-traffic-vpn": lowTrafficVpn,
  "link-size": linkSize,
  "second-port-date": secondPortDate,
  commitment,
  spot,
  schedule,
  rightsize,
  "storage-tier": storageTier,
  "chatty-flow": chattyFlow,
  "move-workload": moveWorkload,
};

/**
 * Ways to pay less that what is known gives grounds for, the one that saves most first. The same thing has the same id each
 * time; what is not known brings forth no recommendation.
 */
export const recommend = (inputs: AdviceInputs): readonly CostRecommendation[] =>
  RecommendationKind.options
    .flatMap((kind) =>
      finders[kind](inputs).map((advice) =>
        CostRecommendation.parse({
          ...advice,
          id: `cr-${kind}-${fnv1a64(JSON.stringify([advice.scope, advice.subjects.toSorted()])).slice(0, 12)}`,
          kind,
          title: advice.title.slice(0, 300),
          evidence: advice.evidence.map((line) => line.slice(0, 500)),
          raisedAtMs: inputs.nowMs,
          status: "open",
        }),
      ),
    )
    .toSorted((a, b) => b.savingUsd - a.savingUsd || (a.id < b.id ? -1 : 1));
