import type { World } from "../../world/world.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { armError, armOk } from "./arm-answer.ts";

interface Operation {
  readonly readyAtMs: number;
  readonly result: unknown;
}

/** World time such a read takes; real ones take five to sixty seconds. */
const DURATION_MS = 10;
const KEPT_COUNT = 1_000;
const started = new WeakMap<World, { count: number; readonly operations: Map<string, Operation> }>();

/** Accepts a read that takes its time: 202 with where to ask how it goes, and where the result will be. */
export function startOperation(
  world: World,
  { origin, query }: RestRequest,
  { subscriptionId, regionId }: { readonly subscriptionId: string; readonly regionId: string },
  result: unknown,
): RestAnswer {
  const state = started.get(world) ?? { count: 0, operations: new Map<string, Operation>() };
  started.set(world, state);
  state.count += 1;
  const id = `00000000-0000-4000-8000-${state.count.toString(16).padStart(12, "0")}`;
  state.operations.set(id, { readyAtMs: world.clock.nowMs() + DURATION_MS, result });
  const oldest = state.operations.keys().next().value;
  if (state.operations.size > KEPT_COUNT && oldest !== undefined) state.operations.delete(oldest);
  const base = `${origin}/subscriptions/${subscriptionId}/providers/Microsoft.Network/locations/${regionId}`;
  const version = `api-version=${query.get("api-version") ?? ""}`;
  return {
    statusCode: 202,
    headers: {
      "azure-asyncoperation": `${base}/operations/${id}?${version}`,
      location: `${base}/operationResults/${id}?${version}`,
    },
    body: null,
  };
}

/** How an operation goes, or its result. */
export function readOperation(world: World, what: "operations" | "operationResults", id: string): RestAnswer {
  const operation = started.get(world)?.operations.get(id);
  if (!operation) return armError(404, "OperationNotFound", `The operation '${id}' was not found.`);
  const isReady = world.clock.nowMs() >= operation.readyAtMs;
  if (what === "operations") return armOk({ status: isReady ? "Succeeded" : "InProgress" });
  return isReady ? armOk(operation.result) : { statusCode: 202, body: null };
}
