import { createHash } from "node:crypto";
import { listByWorld } from "../../world/kept-by-world.ts";
import type { World } from "../../world/world.ts";
import type { RestAnswer } from "../rest-api.ts";
import { googleError, invalid } from "./google-error.ts";
import { resource, selfLink, stableNumber } from "./resource.ts";

/** How long a change takes from the answer to its effect, ms; the real ones take seconds to a minute. */
const OPERATION_MS = 80;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ZERO_UUID = /^[0-]+$/;

/** A change that was asked for. */
interface Operation {
  /** `projects/p/global` or `projects/p/regions/r`. */
  readonly scope: string;
  readonly name: string;
  readonly type: "patch" | "insert" | "delete";
  readonly targetPath: string;
  readonly requestId: string | undefined;
  readonly startedAtMs: number;
  endedAtMs: number | undefined;
  error: OperationError | undefined;
}

/** Why a change that was taken has failed in the end. */
export interface OperationError {
  readonly code: string;
  readonly message: string;
  readonly statusCode: number;
}

/** What a write asks for. */
interface Order {
  readonly scope: string;
  readonly type: Operation["type"];
  /** Path of the object that changes. */
  readonly targetPath: string;
  readonly requestId: string | null;
  /** How much longer than usual it takes, ms. */
  readonly extraMs: number;
  /** What the real one takes; absent = as little as a change of routing does. */
  readonly realSeconds?: number;
  /** What comes back is why it failed. */
  readonly run: () => OperationError | undefined;
}

const operationsIn = listByWorld<Operation>();

/** Operations of one scope, or of all regions of a project, the oldest first. */
export const operationsOf = (world: World, isWanted: (scope: string) => boolean) =>
  operationsIn(world).flatMap((operation) =>
    isWanted(operation.scope) ? [{ scope: operation.scope, item: () => operationOf(world, operation) }] : [],
  );

/** Those that a `filter` names: by the object they change, which is all that is understood. */
export function filtered(operations: readonly unknown[], filter: string | null): readonly unknown[] | RestAnswer {
  if (filter === null) return operations;
  const [, wanted] = /^targetLink = "([^"]+)"$/.exec(filter) ?? [];
  if (wanted === undefined) return invalid(`Invalid value for field 'filter': '${filter.slice(0, 200)}'.`);
  return operations.filter((one) => (one as { readonly targetLink?: unknown }).targetLink === wanted);
}

/**
 * The operation that was begun with this request id, which is what a repeated request is answered with instead of being
 * done again; or what is wrong with the id; or `undefined`: it is a new request.
 */
export function begunBefore(world: World, requestId: string | null): RestAnswer | undefined {
  if (requestId === null) return undefined;
  if (!UUID.test(requestId) || ZERO_UUID.test(requestId))
    return invalid(
      `Invalid value for field 'requestId': '${requestId.slice(0, 50)}'. Must be a UUID that is not zero.`,
    );
  const known = operationsIn(world).find((operation) => operation.requestId === requestId);
  return known && { statusCode: 200, body: operationOf(world, known) };
}

/** Begins a change; its effect comes with its end. Refused while another change of the same object is under way. */
export function beginOperation(world: World, { run, realSeconds, ...order }: Order): RestAnswer {
  const operations = operationsIn(world);
  if (operations.some(({ targetPath, endedAtMs }) => targetPath === order.targetPath && endedAtMs === undefined))
    return googleError(400, "INVALID_ARGUMENT", "resourceNotReady", `The resource '${order.targetPath}' is not ready`);
  const startedAtMs = world.clock.nowMs();
  const digest = createHash("sha256").update(`${order.targetPath}|${operations.length}|${startedAtMs}`).digest("hex");
  const operation: Operation = {
    ...order,
    requestId: order.requestId ?? undefined,
    name: `operation-${Math.floor(startedAtMs)}-${digest.slice(0, 12)}`,
    startedAtMs,
    endedAtMs: undefined,
    error: undefined,
  };
  operations.push(operation);
  const durationMs = realSeconds === undefined ? OPERATION_MS : world.provisioningMs(realSeconds * 1_000);
  world.clock.after(durationMs + order.extraMs, () => {
    if (!operations.includes(operation)) return; // the world began anew meanwhile
    world.change(`compute.${order.type}`, () => {
      operation.error = run();
    });
    operation.endedAtMs = world.clock.nowMs();
  });
  return { statusCode: 200, body: operationOf(world, operation) };
}

function operationOf(world: World, operation: Operation) {
  const { scope, name, type, targetPath, requestId, startedAtMs, endedAtMs, error } = operation;
  const isDone = endedAtMs !== undefined;
  const isBegun = isDone || world.clock.nowMs() > startedAtMs + OPERATION_MS / 4;
  return {
    ...resource("operation", `${scope}/operations/${name}`),
    creationTimestamp: undefined,
    operationType: type,
    ...(requestId !== undefined && { clientOperationId: requestId }),
    targetLink: selfLink(targetPath),
    targetId: String(stableNumber(targetPath, Number.MAX_SAFE_INTEGER)),
    ...(!scope.endsWith("/global") && { region: selfLink(scope) }),
    status: isDone ? "DONE" : isBegun ? "RUNNING" : "PENDING",
    progress: isDone ? 100 : 0,
    insertTime: new Date(startedAtMs).toISOString(),
    startTime: new Date(startedAtMs).toISOString(),
    ...(isDone && { endTime: new Date(endedAtMs).toISOString() }),
    ...(error && {
      error: { errors: [{ code: error.code, message: error.message }] },
      httpErrorStatusCode: error.statusCode,
      httpErrorMessage: "FORBIDDEN",
    }),
  };
}
