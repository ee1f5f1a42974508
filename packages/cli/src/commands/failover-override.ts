import type { PathOverride } from "@skylane/core";
import { DrainAccepted, OverrideList, Overview, PathId, parseDurationMs } from "@skylane/core";
import type { Command } from "commander";
import { Option } from "commander";
import * as z from "zod";
import { type ApiClient, apiClient } from "../api-client.ts";
import { CliError, unknownName } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { print, span, table } from "../output.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

interface SignedOptions extends TargetOptions {
  readonly for: string;
  readonly by?: string;
  readonly reason: string;
}
interface OverrideOptions extends SignedOptions {
  readonly to: "avoid" | "prefer" | "auto";
}

const OverrideSet = z.looseObject({ pathId: PathId, untilMs: z.number().optional() });

const withSigned = (command: Command): Command =>
  withTarget(command)
    .option("--for <duration>", `how long it counts, e.g. "2 hours" or 2h; a week at most`, "2h")
    .option("--by <name>", "for whom it is ordered, where that is somebody else")
    .requiredOption("--reason <text>", "why");

/** `skylane failover override|overrides|drain`: what people order for single paths. */
export const addFailoverOverride = (failover: Command): void => {
  withSigned(
    failover
      .command("override")
      .description("keep off a path, or keep to it, whatever Skylane would decide")
      .argument("<path-or-connection>")
      .addOption(
        new Option("--to <order>", "avoid, prefer, or auto to take it back")
          .choices(["avoid", "prefer", "auto"])
          .makeOptionMandatory(),
      ),
  ).action(async (wanted: string, { to, by, reason, ...options }: OverrideOptions) => {
    const api = apiClient(options);
    const pathId = await resolvePath(api, wanted);
    const body = { to, forMs: durationMs(options.for), by, reason };
    const set = await api.send("PUT", `/v1/paths/${encodeURIComponent(pathId)}/override`, body, OverrideSet);
    print(options.json === true, set, () =>
      to === "auto" ? `${pathId} is left to Skylane again.` : `${pathId}: ${to} for ${options.for}.`,
    );
  });
  withSigned(
    failover
      .command("drain")
      .description("planned maintenance: move traffic off a connection, and keep it off")
      .argument("<connection>"),
  ).action(async (wanted: string, { by, reason, ...options }: SignedOptions) => {
    const api = apiClient(options);
    const pathId = await resolvePath(api, wanted);
    const body = { forMs: durationMs(options.for), by, reason };
    const accepted = await api.send("POST", `/v1/paths/${encodeURIComponent(pathId)}/drain`, body, DrainAccepted);
    print(options.json === true, accepted, () =>
      accepted.incidentId === undefined
        ? `No traffic is on ${pathId}; Skylane keeps off it for ${options.for}.`
        : `Drain of ${pathId} started: ${accepted.incidentId}. It stays off for ${options.for}; back with "skylane failover fail-back ${wanted}".`,
    );
  });
  withTarget(
    failover.command("overrides").description("what holds traffic where Skylane would not have it by itself"),
  ).action(async (options: TargetOptions) => {
    const list = await apiClient(options).get("/v1/overrides", OverrideList);
    print(options.json === true, list, () => describe(list));
  });
};

/** The path of that name, or the one over that connection. */
async function resolvePath(api: ApiClient, wanted: string): Promise<string> {
  const { paths } = await api.get("/v1/overview", Overview);
  const path = paths.find(({ id }) => id === wanted) ?? paths.find(({ connectionId }) => connectionId === wanted);
  if (path) return path.id;
  throw unknownName("path or probed connection", wanted, [
    ...paths.map(({ id }) => id),
    ...paths.map(({ connectionId }) => connectionId),
  ]);
}

function durationMs(text: string): number {
  const ms = parseDurationMs(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new CliError(`--for must be a duration such as 30m, 2h or "2 hours", not "${text}".`, exitCodes.badInput);
}

function describe({ moves, paths }: OverrideList): string {
  if (moves.length === 0 && paths.length === 0) return "No overrides: all traffic is where Skylane has it by itself.";
  const order = ({ pathId, to, by, reason, untilMs, setAtMs }: PathOverride) => [
    pathId,
    to,
    `for ${span(untilMs - setAtMs)}`,
    `${by}: ${reason}`,
  ];
  return table(
    ["path", "what", "until", "why"],
    [
      ...paths.map(order),
      ...moves.map(({ groupId, fromPathId, toPathId, incidentId, expiresAtMs, ending }) => [
        `${fromPathId} → ${toPathId ?? "?"}`,
        ending ? `${ending.stage} by the watchdog` : "moved",
        `lease to ${new Date(expiresAtMs).toISOString().slice(11, 16)} UTC`,
        `${groupId}: ${incidentId}`,
      ]),
    ],
  );
}
