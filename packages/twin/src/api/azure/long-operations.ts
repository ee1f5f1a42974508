import type { World } from "../../world/world.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { armError, armOk } from "./arm-answer.ts";

interface Operation {
  readonly isReady: () => boolean;
  readonly result: () => unknown;
}

/** World time such a read takes; real ones take five to sixty seconds. */
const DURATION_MS = 10;
/** Where an operation is asked after. */
interface Scope {
  readonly subscriptionId: string;
  readonly regionId: string;
}

const KEPT_COUNT = 1_000;
const started = new WeakMap<World, { count: number; readonly operations: Map<string, Operation> }>();

/** Accepts a read that takes its time: 202 with where to ask how it goes, and where the result will be. */
export function startOperation(world: World, request: RestRequest, scope: Scope, result: unknown): RestAnswer {
  const readyAtMs = world.clock.nowMs() + DURATION_MS;
  return followOperation(world, request, scope, {
    isReady: () => world.clock.nowMs() >= readyAtMs,
    result: () => result,
  });
}

/** The same for something that is under way. */
export function followOperation(
  world: World,
  { origin, query }: RestRequest,
  { subscriptionId, regionId }: Scope,
  operation: Operation,
): RestAnswer {
  const state = started.get(world) ?? { count: 0, operations: new Map<string, Operation>() };
  started.set(world, state);
  state.count += 1;
  const id = `00000000-0000-4000-8000-${state.count.toString(16).padStart(12, "0")}`;
  state.operations.set(id, operation);
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
  const isReady = operation.isReady();
  if (what === "operations") return armOk({ status: isReady ? "Succeeded" : "InProgress" });
  return isReady ? armOk(operation.result()) : { statusCode: 202, body: null };
}
