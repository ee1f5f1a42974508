import type { World } from "../world.ts";

/** Of what is counted a tenth is asked, and the rest answered. */
const ASKED_RATIO = 0.1;

type Count = (fromMs: number, toMs: number) => number;

/** A load balancer of the estate: its name in its cloud, and what it counts. */
export interface BalancerLoad {
  readonly id: string;
  readonly asked: Count;
  readonly answered: Count;
  readonly requests: Count;
}

/** Load balancers that take flows, each flow its own. */
export const balancersOf = ({ atlas, traffic }: World): readonly BalancerLoad[] =>
  atlas.estate.flows.flatMap(({ id: flowId, loadBalancer }): readonly BalancerLoad[] => {
    if (!loadBalancer) return [];
    const bytes: Count = (fromMs, toMs) => traffic.flowBytes(flowId, fromMs, toMs);
    return [
      {
        id: loadBalancer.id,
        asked: (fromMs, toMs) => ASKED_RATIO * bytes(fromMs, toMs),
        answered: (fromMs, toMs) => (1 - ASKED_RATIO) * bytes(fromMs, toMs),
        requests: (fromMs, toMs) => bytes(fromMs, toMs) / loadBalancer.requestBytes,
      },
    ];
  });
