import { MoveAccepted, Overview } from "@skylane/core";
import type { Command } from "commander";
import { apiClient } from "../api-client.ts";
import { CliError, unknownName } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { print } from "../output.ts";
import { addFailoverHistory } from "./failover-history.ts";
import { addKillSwitch } from "./failover-kill-switch.ts";
import { addFailoverOverride } from "./failover-override.ts";
import { addFailoverReplay } from "./failover-replay.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

/** `skylane failover run|back|history|replay|override|overrides|drain|kill-switch`. */
export const addFailover = (program: Command): void => {
  const failover = program.command("failover").description("move traffic by hand, and see what was moved");
  withTarget(
    failover.command("run").description("move a group's traffic to its backup").argument("<group-or-connection>"),
  ).action(async (wanted: string, options: TargetOptions) => {
    const api = apiClient(options);
    const groupId = resolveGroup(wanted, await api.get("/v1/overview", Overview));
    const accepted = await api.send("POST", "/v1/failovers", { groupId }, MoveAccepted);
    print(
      options.json === true,
      accepted,
      () => `Move of ${groupId} started: ${accepted.incidentId}. Follow it with "skylane failover history".`,
    );
  });
  withTarget(
    failover
      .command("back")
      .alias("fail-back")
      .description("move a group's traffic back to its primary")
      .argument("<group-connection-or-incident>"),
  ).action(async (wanted: string, options: TargetOptions) => {
    const api = apiClient(options);
    const overview = await api.get("/v1/overview", Overview);
    const incidentId = overview.incidents.some(({ id }) => id === wanted)
      ? wanted
      : activeIncident(resolveGroup(wanted, overview), overview);
    const accepted = await api.send(
      "POST",
      `/v1/incidents/${encodeURIComponent(incidentId)}/fail-back`,
      {},
      MoveAccepted,
    );
    print(options.json === true, accepted, () => `Fail back of ${accepted.incidentId} started.`);
  });
  addFailoverHistory(failover);
  addFailoverReplay(failover);
  addFailoverOverride(failover);
  addKillSwitch(failover);
};

/** The group of that name, or the one in which that connection is a path. */
export function resolveGroup(wanted: string, { groups, paths }: Pick<Overview, "groups" | "paths">): string {
  if (groups.some(({ id }) => id === wanted)) return wanted;
  const path = paths.find(({ id, connectionId }) => connectionId === wanted || id === wanted);
  if (path) return path.groupId;
  throw unknownName("group or probed connection", wanted, [
    ...groups.map(({ id }) => id),
    ...paths.map(({ connectionId }) => connectionId),
  ]);
}

function activeIncident(groupId: string, { groups }: Pick<Overview, "groups">): string {
  const active = groups.find(({ id }) => id === groupId)?.activeIncidentId;
  if (active !== undefined) return active;
  throw new CliError(`Group ${groupId} is on its primary path: there is nothing to move back.`, exitCodes.badInput);
}
