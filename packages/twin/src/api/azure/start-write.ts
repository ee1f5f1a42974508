import { createHash } from "node:crypto";
import { mapByWorld } from "../../world/kept-by-world.ts";
import type { World } from "../../world/world.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { armError } from "./arm-answer.ts";
import { followOperation } from "./long-operations.ts";
import type { ResourceGroup } from "./subscription.ts";

/** A write that is accepted and not yet done. */
interface Write {
  /** Resource that shows it already, as being updated; in lower case. */
  readonly resourceId: string;
  /** What it will be, `undefined` = gone. */
  readonly wanted: unknown;
}

export interface WriteOrder extends Write {
  /** What can be changed by one at a time: a route table, a gateway. */
  readonly lock: string;
  /** Written to the log of changes, e.g. `Microsoft.Network/routeTables/routes/write`. */
  readonly action: string;
  /** Asked for once it is accepted. */
  readonly durationMs: number | (() => number);
  /** What it does to the world when it is done. */
  readonly commit: () => void;
}

const writesOf = mapByWorld<Write>();

/** The write that a resource goes through just now. */
export const writeTo = (world: World, resourceId: string): Write | undefined =>
  [...writesOf(world).values()].find((write) => write.resourceId === resourceId.toLowerCase());

/** Changes with what is written, however it goes. */
export const etagOf = (written: unknown): string =>
  `W/"${createHash("sha256").update(JSON.stringify(written)).digest("hex").slice(0, 32)}"`;

/** 412 where the caller has seen another version than the one there is. */
export const staleVersion = ({ headers }: RestRequest, etag: string | undefined): RestAnswer | undefined => {
  const wanted = headers["if-match"];
  return wanted === undefined || wanted === "*" || wanted === etag
    ? undefined
    : armError(412, "PreconditionFailed", `Precondition failed. The etag '${wanted}' is not that of the resource.`);
};

/** Begins a write, unless another holds the lock: 409 then. Answers 202 with where to ask after it. */
export function startWrite(group: ResourceGroup, request: RestRequest, order: WriteOrder): RestAnswer {
  const { world } = group;
  const writes = writesOf(world);
  const busy = writes.get(order.lock);
  if (busy)
    return armError(
      409,
      "AnotherOperationInProgress",
      `Another operation on this or dependent resource is in progress: ${busy.resourceId}.`,
    );
  const write: Write = { resourceId: order.resourceId.toLowerCase(), wanted: order.wanted };
  writes.set(order.lock, write);
  const durationMs = typeof order.durationMs === "number" ? order.durationMs : order.durationMs();
  world.clock.after(durationMs, () => {
    // a reset of the world forgets what was under way
    if (writes.get(order.lock) !== write) return;
    writes.delete(order.lock);
    world.change(order.action, order.commit);
  });
  return followOperation(world, request, group, {
    isReady: () => writes.get(order.lock) !== write,
    result: () => order.wanted ?? null,
  });
}

/** A write that was accepted as Azure answers it for most types: at once, with the object as it will be. */
export const shownAtOnce = (answer: RestAnswer, shown: () => unknown): RestAnswer =>
  answer.statusCode === 202 ? { ...answer, statusCode: 200, body: shown() } : answer;
