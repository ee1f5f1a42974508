import { type Estimates, parseDurationMs, type SkylaneConfig, type Topology } from "@skylane/core";
import { type Command, InvalidArgumentError } from "commander";
import type { ScopeOptions } from "./scopes.ts";
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

/** What a look found, with the inventory it is compared with and what is known of the clouds without looking. */
export interface Sight {
  readonly topology: Topology;
  /** Of the inventory; `undefined` = there is none. */
  readonly config: SkylaneConfig | undefined;
  readonly estimates: Estimates;
  readonly callCount: number;
  readonly tookMs: number;
}

/** Looks at the estate, or at a twin of it. The vendors' SDKs are loaded while the twin starts. */
export async function lookAt(options: LookOptions): Promise<Sight> {
  const { estate, twinLatency, twinThrottle, deny } = options;
  const prepared = prepare(options);
  // whoever waits for it later meets its error
  prepared.catch(() => undefined);
  const run = async (): Promise<Sight> => (await prepared)();
  if (estate === undefined) return run();
  const callsPerSecond = twinThrottle ? THROTTLED_CALLS_PER_SECOND : 0;
  return withWorld(estate, { latencyMs: twinLatency, callsPerSecond, denied: deny }, run);
}

async function prepare(options: LookOptions): Promise<() => Promise<Sight>> {
  const { estate } = options;
  const [{ findConfig }, { scopesFrom }, { look }, { estimatesOf, loadDiscovery }] = await Promise.all([
    import("./find-config.ts"),
    import("./scopes.ts"),
    import("./look.ts"),
    import("@skylane/clouds"),
  ]);
  const config = findConfig(options.config, estate);
  const scopes = scopesFrom(config, options);
  // not waited for: each cloud is looked at as soon as its SDK is there, and what cannot be loaded is told by the look itself
  loadDiscovery(scopes).catch(() => undefined);
  return async () => ({
    ...(await look(scopes, config, config?.estate ?? estate ?? "estate")),
    config,
    estimates: estimatesOf(),
  });
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
