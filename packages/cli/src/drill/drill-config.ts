import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ConnectionGroup, Regions, SkylaneConfig } from "@skylane/core";
import { parseConfig } from "@skylane/core";
import { load } from "js-yaml";
import * as z from "zod";
import { CliError, unknownName } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";

/** Just enough of a raw configuration to change what a drill changes; the whole is checked afterwards. */
const Raw = z.looseObject({
  groups: z.array(z.looseObject({ sides: z.array(z.looseObject({ steering: z.unknown().optional() })) })),
  thresholds: z.looseObject({}).default({}),
  failover: z.looseObject({}).default({}),
});

/** The stable window in a drill: long enough to be seen, short enough to wait for. */
const STABLE_WINDOW = "3 seconds";
/** A drill moves a group more often in a minute than a year should. */
const FLAP_BUDGET = 1000;

/** Writes the configuration a drill runs under into its folder: the user's own, with shorter waits; for everything, groups that only advise act too, and on degraded paths; `regions` run as a pair. */
export function writeDrillConfig(
  configFile: string,
  folder: string,
  probeInterval: string,
  { isEverything, regions }: { readonly isEverything: boolean; readonly regions?: Regions },
): { readonly file: string; readonly config: SkylaneConfig } {
  const raw = Raw.parse(load(readFileSync(configFile, "utf8")));
  const drill = {
    ...raw,
    ...(regions && { regions }),
    groups: raw.groups.map((group) => ({
      ...group,
      failback: { mode: "auto", stableWindowMs: STABLE_WINDOW },
      ...(isEverything && group.sides.every(({ steering }) => steering !== undefined) && { automation: "act" }),
    })),
    thresholds: { ...raw.thresholds, probeIntervalMs: probeInterval, probeTimeoutMs: "200 ms" },
    failover: {
      ...raw.failover,
      flapBudgetCount: FLAP_BUDGET,
      flapPenalty: 0,
      ...(isEverything && { on: ["down", "degraded"] }),
    },
  };
  const file = join(folder, "skylane.json");
  const text = JSON.stringify(drill);
  writeFileSync(file, text);
  return { file, config: parseConfig(JSON.parse(text), configFile) };
}

/** The group in which the connection is the path in use. @throws CliError with the nearest names, or why it cannot be drilled */
export function groupToDrill(config: SkylaneConfig, connectionId: string): ConnectionGroup {
  const known = config.connections.map(({ id }) => id);
  if (!known.some((id) => id === connectionId)) throw unknownName("connection", connectionId, known);
  const group = config.groups.find(({ paths }) => paths.some((path) => path.connectionId === connectionId));
  if (!group)
    throw new CliError(
      `Connection ${connectionId} is in no group, so no traffic of it can be moved.`,
      exitCodes.badInput,
    );
  if (group.paths[0]?.connectionId !== connectionId)
    throw new CliError(
      `Connection ${connectionId} is not the primary of group ${group.id}; drill ${group.paths[0]?.connectionId}.`,
      exitCodes.badInput,
    );
  if (group.paths.length < 2)
    throw new CliError(
      `Group ${group.id} has no other path than ${connectionId}: there is nowhere to move to.`,
      exitCodes.badInput,
    );
  return group;
}
