import { type Override, SkylaneError } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { requireActing } from "../../regions/index.ts";
import type { PlannedChange } from "./snapshot-routes.ts";

/** What became of putting routes back; `conflict` = somebody else has changed one, which was left as it is. */
interface PutBackResult {
  readonly kind: "restored" | "conflict" | "failed";
  readonly reason: string;
}

type RouteDeps = Pick<Deps, "config" | "clock" | "steering" | "regionId" | "regionLease" | "log">;

const DEADLINE_MS = 10_000; // clouds show a route 1-15 s after the write (clouds.md 3.5); the next turn asks again after that
const FIRST_PAUSE_MS = 25;

/** The routes of an override that do not read as before. @throws what the cloud says */
export async function routesAway(
  { steering }: Pick<RouteDeps, "steering">,
  { changes }: Pick<Override, "changes">,
): Promise<readonly PlannedChange[]> {
  const isBack = await Promise.all(
    changes.map(({ change, before }) => steering.actuator(change.actuator).isRestored(change, before)),
  );
  return changes.filter((_, i) => !isBack[i]);
}

/**
 * Puts back what the move has set, the last applied first, and reads it back. A route that somebody else has changed is
 * known by its actuator, which refuses: then it stops, for half a pair of a person's making is theirs to finish. Any other
 * failure keeps it from no other route. Does not throw.
 */
export async function putRoutesBack(deps: RouteDeps, override: Pick<Override, "changes">): Promise<PutBackResult> {
  const failures: string[] = [];
  for (const { change, before } of [...override.changes].reverse()) {
    try {
      const actuator = deps.steering.actuator(change.actuator);
      if (await actuator.isRestored(change, before)) continue;
      await requireActing(deps);
      await actuator.restore(change, before);
    } catch (error) {
      deps.log.error("route of an override not put back", { changeId: change.id, error });
      const reason = error instanceof Error ? error.message : String(error);
      if (error instanceof SkylaneError && error.kind === "conflict") return { kind: "conflict", reason };
      failures.push(reason);
    }
  }
  if (failures.length > 0) return { kind: "failed", reason: [...new Set(failures)].join("; ") };
  return readBack(deps, override).then(
    (away) =>
      away.length === 0
        ? { kind: "restored", reason: "every route reads as before" }
        : { kind: "failed", reason: `not restored yet: ${away.map(({ change }) => change.id).join(", ")}` },
    (error: unknown) => ({ kind: "failed", reason: error instanceof Error ? error.message : String(error) }),
  );
}

/** The routes that do not read as before at the deadline; none as soon as all do. */
async function readBack(deps: RouteDeps, override: Pick<Override, "changes">): Promise<readonly PlannedChange[]> {
  const deadlineMs = deps.clock.monotonicMs() + DEADLINE_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, 1_000)) {
    const away = await routesAway(deps, override);
    if (away.length === 0 || deps.clock.monotonicMs() >= deadlineMs) return away;
    await deps.clock.sleepUntil(deps.clock.monotonicMs() + pauseMs);
  }
}
