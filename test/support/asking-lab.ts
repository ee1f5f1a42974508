import type { CloudContext } from "@skylane/clouds";
import { estimatesOf } from "@skylane/clouds";
import { allDiscovery } from "@skylane/clouds/discovery";
import { makeProvisioning } from "@skylane/clouds/provisioning";
import type { IntentRun, SkylaneConfig } from "@skylane/core";
import { IntentRequest, LOCAL_OPERATOR_ID } from "@skylane/core";
import {
  advanceProvisioning,
  type Deps,
  discoverClouds,
  endProvisioning,
  orderIntent,
  proveConnections,
  proveFromHere,
  submitIntents,
  withdrawProvisioning,
} from "@skylane/engine";
import { type Estate, startTwin, type Twin } from "@skylane/twin";
import { nameProver } from "../../packages/runtime/src/intent/name-prover.ts";
import { socketProber } from "../../packages/runtime/src/probe/socket-prober.ts";
import { socksSocket } from "../../packages/runtime/src/probe/through-socks.ts";
import { surveyorOf } from "../../packages/runtime/src/surveyor.ts";
import { stateHash } from "../../packages/twin/src/world/world-state.ts";
import { memoryDeps } from "./memory-deps.ts";
import { type SkippingClock, skippingClock } from "./skipping-clock.ts";

/** A world in which connections are asked for: the product's decisions, adapters and probes, with records in memory. */
export interface AskingLab {
  readonly twin: Twin;
  readonly clock: SkippingClock;
  readonly deps: Deps;
  stateHash(): string;
  /** Asks in words, approves the plan, and has it built and proven, or taken back; a request without a plan comes back as it is. */
  ask(text: string): Promise<IntentRun>;
  undo(run: IntentRun): Promise<IntentRun>;
  close(): Promise<void>;
}

/** Half an hour of a real cloud is two milliseconds here. */
const SPEED = 1_000_000;
/** A workflow may come later than it was told; so few turns see what stays as it is. */
const LATE_SECONDS = 45;
const person = { id: LOCAL_OPERATOR_ID };

/** @param contextAt what adapters are told of a world at that address, besides secrets */
export async function startAskingLab(
  estate: Estate,
  config: SkylaneConfig,
  contextAt: (url: string) => Omit<CloudContext, "secret">,
  secretOf: (name: string) => string,
): Promise<AskingLab> {
  const clock = skippingClock();
  const keys = new Set<string>();
  const twin = await startTwin({ estate, apiPort: 0, socksPort: 0, seed: 1, clock });
  const body = JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0, provisioningSpeed: SPEED });
  await fetch(`${twin.apiUrl}/lab/realism`, { method: "PUT", body });
  const context: CloudContext = {
    ...contextAt(twin.apiUrl),
    secret: async (name) => (keys.has(name) ? secretOf(name) : undefined),
  };
  const { hostname: host, port } = new URL(twin.socksUrl);
  const open = socksSocket({ host, port: Number(port) });
  const deps: Deps = {
    ...memoryDeps(config),
    clock,
    estimates: estimatesOf(),
    provisioning: makeProvisioning(context),
    // one function proves them all, through the proxy that sends from any address
    provers: { measure: (_, order) => proveFromHere(deps, order) },
    prober: socketProber(open),
    names: nameProver(open),
    surveyor: surveyorOf(allDiscovery, context, config, clock),
    vault: { ensurePresharedKey: async (name) => void keys.add(name), remove: async (name) => void keys.delete(name) },
  };
  const runOf = async (id: string): Promise<IntentRun> => {
    const run = await deps.intents.find(id);
    if (!run) throw new Error(`no run ${id}`);
    return run;
  };
  const pause = (seconds: number) => clock.skip(seconds * 1_000);

  /** As the workflow goes: build, prove, or take back, by turns. */
  const carry = async (runId: IntentRun["id"]): Promise<IntentRun> => {
    for (;;) {
      const next = await advanceProvisioning(deps, { runId });
      if (next.kind === "undo") return takeBack(runId, next.reason);
      if (next.kind === "prove") break;
      pause(next.seconds);
    }
    for (;;) {
      const proven = await proveConnections(deps, { runId });
      if (proven.kind === "undo") return takeBack(runId, proven.reason);
      if (proven.kind === "proven") break;
      pause(Math.max(proven.seconds, LATE_SECONDS));
    }
    await endProvisioning(deps, { runId, leftStepIds: [] });
    return runOf(runId);
  };
  const takeBack = async (runId: IntentRun["id"], failure = ""): Promise<IntentRun> => {
    for (;;) {
      const next = await withdrawProvisioning(deps, { runId, failure });
      if (next.kind === "wait") {
        pause(next.seconds);
        continue;
      }
      await endProvisioning(deps, { runId, leftStepIds: [...next.leftStepIds] });
      return runOf(runId);
    }
  };
  await discoverClouds(deps, Object.keys(config.clouds) as (keyof typeof config.clouds)[]);
  return {
    twin,
    clock,
    deps,
    stateHash: () => stateHash(twin.world).hash,
    async ask(text) {
      const run = await submitIntents(deps, [IntentRequest.parse({ text })], person);
      if (run.status !== "awaiting-approval") return run;
      await orderIntent(deps, run.id, "approve", { person, reason: "as shown", planHash: run.plan?.hash });
      return carry(run.id);
    },
    async undo(run) {
      await orderIntent(deps, run.id, "undo", { person, reason: "the test is over" });
      return takeBack(run.id);
    },
    close: () => twin.close(),
  };
}
