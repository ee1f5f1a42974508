import {
  type FailoverPlan,
  Overview,
  PlanList,
  parseDurationMs,
  type SkylaneConfig,
  type SkylaneEvent,
} from "@skylane/core";
import type { Command } from "commander";
import { apiClient } from "../api-client.ts";
import { CliError } from "../cli-error.ts";
import { findConfig } from "../discover/find-config.ts";
import { exitCodes } from "../exit-codes.ts";
import { fetchEvents, readEventFile } from "../failover/read-events.ts";
import { presentPolicy, readPolicy } from "../failover/read-policy.ts";
import { tellReplay } from "../failover/tell-replay.ts";
import { print, progress } from "../output.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

interface ReplayOptions extends TargetOptions {
  readonly policy: string;
  readonly config?: string;
  readonly since?: string;
  readonly events?: string;
  readonly backWithin: string;
}

/** `skylane failover replay`: what another policy would have made of the recorded past. Nothing is changed by it. */
export const addFailoverReplay = (failover: Command): void => {
  withTarget(
    failover.command("replay").description("what another policy would have done in the recorded past; changes nothing"),
  )
    .requiredOption("--policy <file>", "new skylane.yaml, or only its thresholds, failover and groups' failback")
    .option("--config <file>", "the present configuration (default: skylane.yaml here, or that of the running estate)")
    .option("--since <duration>", 'how far back, e.g. "24h"; the log holds a week (default: 24h)')
    .option("--events <file>", 'events from "skylane events tail --json" instead of a running Skylane')
    .option("--back-within <duration>", "trouble that is over within this time is not worth a move", "60s")
    .action(run);
};

async function run(options: ReplayOptions): Promise<void> {
  const backWithinMs = durationOf("--back-within", options.backWithin);
  if (options.since !== undefined && options.events !== undefined)
    throw new CliError(
      "--since is for a running Skylane; a file is replayed whole. Drop one of them.",
      exitCodes.badInput,
    );
  const past = options.events === undefined ? await pastOf(options) : fileOf(options.events, options);
  const { config, plans, events } = past;
  const { policy, leftOut } = readPolicy(options.policy, config);
  checkPast(events, config);
  const { comparePolicies, replay } = await import("@skylane/engine");
  const policies = [presentPolicy(config), policy];
  const replayed = replay({
    events,
    config,
    plans: await plans(),
    recordedWith: config.thresholds,
    policies,
    backWithinMs,
  });
  const differences = comparePolicies(replayed);
  print(options.json === true, { ...replayed, differences, leftOut }, () =>
    tellReplay(replayed, differences, { backWithinMs, leftOut }),
  );
}

interface Past {
  readonly config: SkylaneConfig;
  readonly plans: () => Promise<readonly FailoverPlan[]>;
  readonly events: readonly SkylaneEvent[];
}

async function pastOf(options: ReplayOptions): Promise<Past> {
  const sinceMs = durationOf("--since", options.since ?? "24h");
  const api = apiClient(options);
  const { estate, atMs } = await api.get("/v1/overview", Overview);
  const config = configOf(options, estate);
  const events = await fetchEvents(api, atMs - sinceMs, (count) => progress(`${count} events read`));
  progress("");
  const { plans } = await api.get("/v1/plans", PlanList);
  return { config, events, plans: async () => plans };
}

function fileOf(file: string, options: ReplayOptions): Past {
  const config = configOf(options, undefined);
  return { config, events: readEventFile(file), plans: () => plansOf(config) };
}

/** The plans that would be stored for a configuration; the changes themselves are no part of a replay. */
async function plansOf(config: SkylaneConfig): Promise<readonly FailoverPlan[]> {
  const { choosePaths, chooseProofFlows } = await import("@skylane/engine");
  return config.groups.flatMap((group) => {
    const choice = choosePaths(group, config);
    if (!choice) return [];
    const { sparePathIds, ...chosen } = choice;
    return [
      {
        ...chosen,
        hash: "computed",
        computedAtMs: 0,
        changes: [],
        spares: sparePathIds.map((pathId) => ({ pathId, changes: [] })),
        proofFlowIds: chooseProofFlows(config.flows, group.id),
      },
    ];
  });
}

function configOf({ config: named }: ReplayOptions, estate: string | undefined): SkylaneConfig {
  const found = findConfig(named, undefined) ?? (estate === undefined ? undefined : findConfig(undefined, estate));
  if (found) return found;
  throw new CliError(
    "There is no skylane.yaml here: name the present configuration with --config.",
    exitCodes.badInput,
  );
}

function checkPast(events: readonly SkylaneEvent[], config: SkylaneConfig): void {
  const seen = new Set(
    events.flatMap((event) =>
      event.type === "health.snapshot-taken.v1" ? event.data.paths.map(({ pathId }) => pathId as string) : [],
    ),
  );
  for (const event of events) if (event.type === "health.path-state-changed.v1") seen.add(event.data.pathId);
  if (seen.size === 0)
    throw new CliError(
      "There is no health in these events: nothing to replay. Ask further back with --since, or take a longer file.",
      exitCodes.badInput,
    );
  const known = config.groups.flatMap(({ paths }) => paths.map(({ id }) => id as string));
  if (!known.some((id) => seen.has(id)))
    throw new CliError(
      `The events are of other paths (${[...seen].slice(0, 4).join(", ")}) than the configuration has: name the right one with --config.`,
      exitCodes.badInput,
    );
}

function durationOf(option: string, text: string): number {
  const ms = parseDurationMs(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new CliError(
    `${option} must be a duration such as "24h", "7 days" or "90s", not "${text}".`,
    exitCodes.badInput,
  );
}
