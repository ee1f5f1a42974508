import * as z from "zod";
import type { SkylaneConfig } from "./skylane-config.ts";

const AwsRegion = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be an AWS Region, e.g. us-west-2");

/** The two AWS Regions Skylane itself runs in; absent in the configuration = one, which always acts. */
export const Regions = z
  .strictObject({
    /** Acts first. */
    home: AwsRegion,
    /** Watches, and takes over when the home Region has not stirred for `failover.leaseMs`. */
    standby: AwsRegion,
  })
  .refine(({ home, standby }) => home !== standby, {
    path: ["standby"],
    error: "is the home Region; name another one, or leave `regions` out",
  });
export type Regions = z.infer<typeof Regions>;

/** The Region whose stack probes from a vantage: its own where Skylane runs there; `undefined` = whichever acts. */
export function regionOfVantage(config: SkylaneConfig, vantageId: string): string | undefined {
  const vantage = config.vantages.find(({ id }) => id === vantageId);
  const network = config.networks.find(({ id }) => id === vantage?.networkId);
  if (!config.regions || network?.cloud !== "aws") return undefined;
  return [config.regions.home, config.regions.standby].find((regionId) => regionId === network.regionId);
}

/** The other of the two Regions Skylane runs in; `undefined` = it runs in one. */
export const otherRegionOf = ({ regions }: Pick<SkylaneConfig, "regions">, regionId: string): string | undefined =>
  regions && (regionId === regions.home ? regions.standby : regions.home);
