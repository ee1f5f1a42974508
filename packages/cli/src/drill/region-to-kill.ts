import { type ConnectionGroup, type Regions, regionOfVantage, type SkylaneConfig } from "@skylane/core";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";

const KILL = /^region:aws:([a-z0-9-]+)$/;

/** The Region in `region:aws:us-east-1`. @throws CliError */
export function regionToKill(text: string): string {
  const regionId = KILL.exec(text)?.[1];
  if (regionId !== undefined) return regionId;
  throw new CliError(
    `"${text}" cannot be killed in a drill; name the Region Skylane acts from, e.g. region:aws:us-east-1.`,
    exitCodes.badInput,
  );
}

/** The pair of Regions of a drill: the configuration's, or the one that dies and another one that is probed from. @throws CliError */
export function pairFor(config: SkylaneConfig, killed: string): Regions {
  if (config.regions) {
    if (config.regions.home === killed) return config.regions;
    throw new CliError(
      `The home Region of this configuration is ${config.regions.home}: only its death makes the other take over. Kill region:aws:${config.regions.home}.`,
      exitCodes.badInput,
    );
  }
  const probed = config.vantages.flatMap(({ networkId }) => {
    const network = config.networks.find(({ id }) => id === networkId);
    return network?.cloud === "aws" ? [network.regionId] : [];
  });
  const standby = probed.find((regionId) => regionId !== killed);
  if (!probed.includes(killed) || standby === undefined)
    throw new CliError(
      `${killed} cannot be the home Region of this drill: two AWS Regions with a vantage are needed, and there are ${[...new Set(probed)].join(", ") || "none"}.`,
      exitCodes.badInput,
    );
  return { home: killed, standby };
}

/** Refuses a group that nobody sees any more once the Region is dead: it would be held, and rightly so. @throws CliError */
export function checkIsSeen(config: SkylaneConfig, group: ConnectionGroup, killed: string): void {
  const isSeen = group.paths.some(({ probe }) => regionOfVantage(config, probe.vantageId) !== killed);
  if (isSeen) return;
  throw new CliError(
    `Every path of ${group.id} is probed from ${killed} alone: with it dead, nothing is known of them and nothing is moved. Drill a connection that another vantage sees.`,
    exitCodes.badInput,
  );
}
