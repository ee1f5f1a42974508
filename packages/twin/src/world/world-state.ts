import { createHash } from "node:crypto";
import { canonicalJson } from "@skylane/core";
import { builtState } from "./built/built.ts";
import { canonicalRouting } from "./canonical-routing.ts";
import { plain, withoutEmpty } from "./plain-maps.ts";
import type { World } from "./world.ts";

/** Everything of a world that API calls can change, as plain JSON: not faults, counters, timers or what is under way. */
export interface WorldState {
  readonly routing: unknown;
  readonly built: unknown;
  readonly security: unknown;
  readonly dns: unknown;
  readonly services: unknown;
}

/** A digest of the whole and of each part: two worlds with the same have the same state. */
export interface StateHash {
  readonly hash: string;
  readonly parts: Readonly<Record<keyof WorldState, string>>;
}

export const worldState = ({ routing, built, security, dns, services }: World): WorldState => ({
  routing: canonicalRouting(routing),
  built: builtState(built),
  security: { ...plainTables(security), acls: plain(security.acls) },
  dns: plainTables(dns),
  services: plainTables(services),
});

/** Tables of a state by name. An ACL without an entry denies all; anywhere else being empty says no more than not being there. */
const plainTables = (tables: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, plain(withoutEmpty(table))]));

export function stateHash(world: World): StateHash {
  const { routing, built, security, dns, services } = worldState(world);
  const parts = {
    routing: digest(routing),
    built: digest(built),
    security: digest(security),
    dns: digest(dns),
    services: digest(services),
  };
  return { hash: digest(parts), parts };
}

const digest = (value: unknown): string => createHash("sha256").update(canonicalJson(value)).digest("hex");
