import { parseDurationMs, type SkylaneConfig, type Topology } from "@skylane/core";
import { type Command, InvalidArgumentError } from "commander";
import { findConfig } from "./find-config.ts";
import { look } from "./look.ts";
import { type ScopeOptions, scopesFrom } from "./scopes.ts";
import { withWorld } from "./with-world.ts";

/** Options of every command that begins with a look at an estate. */
export interface LookOptions extends ScopeOptions {
  readonly estate?: string;
  readonly config?: string;
  readonly twinLatency: number;
  readonly twinThrottle?: boolean;
  readonly deny: readonly string[];
}

// EC2's refill of unfiltered describe calls is about this; clouds.md §3.1.
const THROTTLED_CALLS_PER_SECOND = 100;

/** Adds them. */
export const withLookOptions = (command: Command): Command =>
  command
    .option("--estate <name-or-file>", "look at a twin of this estate instead of the real clouds")
    .option("--config <file>", "inventory and flows to compare with (default: the estate's, or skylane.yaml)")
    .option("--cloud <list>", "only these clouds, e.g. aws,azure")
    .option("--regions <list>", "only these Regions")
    .option("--accounts <list>", "accounts, subscriptions, projects; on AWS also ARNs of roles to assume")
    .option("--twin-latency <duration>", "time each API call of the twin takes", duration, 0)
    .option("--twin-throttle", "let the twin's APIs throttle")
    .option("--deny <cloud:region>", "let the twin deny this Region; repeatable", denied, []);

/** Looks at the estate, or at a twin of it. The configuration is that of the inventory; without one it is an empty one. */
export async function lookAt(options: LookOptions): Promise<{
  readonly topology: Topology;
  readonly config: SkylaneConfig | undefined;
  readonly callCount: number;
  readonly tookMs: number;
}> {
  const { estate } = options;
  const config = findConfig(options.config, estate);
  const scopes = scopesFrom(config, options);
  const name = config?.estate ?? estate ?? "estate";
  const looked =
    estate === undefined
      ? await look(scopes, config, name)
      : await withWorld(
          estate,
          {
            latencyMs: options.twinLatency,
            callsPerSecond: options.twinThrottle ? THROTTLED_CALLS_PER_SECOND : 0,
            denied: options.deny,
          },
          () => look(scopes, config, name),
        );
  return { ...looked, config };
}

function denied(text: string, before: readonly string[]): readonly string[] {
  if (/^[a-z]+:[\w-]+$/.test(text)) return [...before, text];
  throw new InvalidArgumentError("must be a cloud and a Region such as azure:westeurope");
}

function duration(text: string): number {
  const parsed = parseDurationMs(text);
  if (parsed !== undefined) return parsed;
  throw new InvalidArgumentError(`must be a duration such as 50ms`);
}
