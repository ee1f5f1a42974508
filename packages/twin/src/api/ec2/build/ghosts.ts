import { listByWorld } from "../../../world/kept-by-world.ts";
import type { Described } from "../describe.ts";
import { isOwn, type Scope } from "../scope.ts";

interface Ghost {
  readonly action: string;
  readonly regionId: string;
  readonly accountId: string;
  readonly item: Described;
  readonly deletedAtMs: number;
  readonly untilMs: number;
}
const ghosts = listByWorld<Ghost>();

/** How long EC2 goes on showing what was deleted, world time; real ones do for an hour. */
const MEMORY_MS = 60_000;

/** Something was deleted: its `Describe…` shows it as deleting for a while, then as deleted. */
export function bury({ world, regionId, accountId }: Scope, action: string, item: Described, realMs: number): void {
  const deletedAtMs = world.clock.nowMs() + world.provisioningMs(realMs);
  ghosts(world).push({ action, regionId, accountId, item, deletedAtMs, untilMs: deletedAtMs + MEMORY_MS });
}

/** What a `Describe…` shows of things that are gone. */
export function ghostsOf(scope: Scope, action: string): readonly Described[] {
  const nowMs = scope.world.clock.nowMs();
  return ghosts(scope.world)
    .filter(
      (one) => one.action === action && one.regionId === scope.regionId && isOwn(one, scope) && one.untilMs > nowMs,
    )
    .map(({ item, deletedAtMs }) => inState(item, nowMs < deletedAtMs ? "deleting" : "deleted"));
}

const inState = ({ id, xml, facts }: Described, state: string): Described => ({
  id,
  xml: {
    ...xml,
    ...("state" in xml && { state }),
    ...("status" in xml && { status: { code: state, message: state } }),
  },
  facts: { ...facts, ...("state" in facts && { state }), ...("status-code" in facts && { "status-code": state }) },
});
