import type { ConnectionGroup, Flow, SkylaneConfig } from "@skylane/core";
import { chooseProofFlows } from "@skylane/engine";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";

/** The application flow whose requests show what becomes of a group. @throws CliError if it has none */
export function flowToWatch(config: SkylaneConfig, group: ConnectionGroup): Flow {
  const [flowId] = chooseProofFlows(config.flows, group.id);
  const flow = config.flows.find(({ id }) => id === flowId);
  if (flow) return flow;
  throw new CliError(
    `Group ${group.id} has no application flow, so nothing can show that its traffic was restored.`,
    exitCodes.badInput,
  );
}

/** Host and port of a SOCKS proxy's URL. */
export function addressOf(socksUrl: string): { host: string; port: number } {
  const { hostname, port } = new URL(socksUrl);
  return { host: hostname, port: Number(port) };
}
