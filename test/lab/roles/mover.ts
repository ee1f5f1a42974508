import { setTimeout as sleep } from "node:timers/promises";
import type { FailoverPlan, PreImage, SkylaneConfig } from "@skylane/core";
import { preferPath } from "../../../packages/clouds/src/onprem/prefer-path.ts";
import type { RouterShell } from "../../../packages/clouds/src/onprem/router-shell.ts";
import { chooseProofFlows, moveRequests } from "../../../packages/engine/src/failover/make-plan.ts";
import { machineMs } from "../remote.ts";
import { DIRECT_CONNECT, VPN } from "../topology.ts";

/** A move as it went, monotonic. */
export interface Move {
  readonly preImages: readonly PreImage[];
  /** When the router had taken every change, and when its own routes showed them. */
  readonly commandedMs: number;
  readonly changedMs: number;
}

const READ_BACK_MS = 2;
const READ_BACK_TIMEOUT_MS = 5_000;

/** Moves the lab's group by the shipped actuator, and back. */
export function mover(run: RouterShell) {
  const actuator = preferPath(run);
  return {
    /** The plan of a configuration: both directions onto the VPN. */
    planOf(config: SkylaneConfig): FailoverPlan {
      const [group] = config.groups;
      if (!group) throw new Error("the lab's configuration has no group");
      const [primary, backup] = group.paths;
      if (primary?.id !== DIRECT_CONNECT.id || backup?.id !== VPN.id) throw new Error("the lab's paths are mixed up");
      const choice = { groupId: group.id, primaryPathId: primary.id, backupPathId: backup.id, ruledOut: [] };
      const requests = moveRequests(group, { ...choice, spareIds: [], cases: [] } as never, config.networks);
      return {
        ...choice,
        hash: "lab-plan",
        computedAtMs: Date.now(),
        changes: requests.flatMap((request) => actuator.plan(request)),
        spares: [],
        cases: [],
        proofFlowIds: chooseProofFlows(config.flows, group.id),
      };
    },
    /** True if any change of the plan is on the router. It also opens the router's session before it is needed. */
    async isMoved({ changes }: FailoverPlan): Promise<boolean> {
      return (await Promise.all(changes.map((change) => actuator.isApplied(change)))).some((isApplied) => isApplied);
    },
    async move({ changes }: FailoverPlan): Promise<Move> {
      const preImages = await Promise.all(changes.map((change) => actuator.snapshot(change)));
      await Promise.all(changes.map((change) => actuator.apply(change)));
      const commandedMs = machineMs();
      await shown(changes, (change) => actuator.isApplied(change));
      return { preImages, commandedMs, changedMs: machineMs() };
    },
    async restore({ changes }: FailoverPlan, preImages: readonly PreImage[]): Promise<void> {
      const pairs = changes.flatMap((change, i) => {
        const before = preImages[i];
        return before ? [{ change, before }] : [];
      });
      await Promise.all(pairs.map(({ change, before }) => actuator.restore(change, before)));
      await shown(pairs, ({ change, before }) => actuator.isRestored(change, before));
    },
  };
}

/** Reads back until the router shows every change. */
async function shown<Item>(items: readonly Item[], isShown: (item: Item) => Promise<boolean>): Promise<void> {
  for (const endMs = machineMs() + READ_BACK_TIMEOUT_MS; machineMs() < endMs; ) {
    if ((await Promise.all(items.map(isShown))).every((isRight) => isRight)) return;
    await sleep(READ_BACK_MS);
  }
  throw new Error("the router does not show the change");
}
