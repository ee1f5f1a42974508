import type { SkylaneConfig } from "@skylane/core";
import { type InstanceInfo, worldEnv } from "@skylane/local";
import { loadConfig, loadSettings, makeRuntime } from "@skylane/runtime";
import { awsReadsOf } from "./aws/aws-reads-of.ts";
import type { Installation } from "./check.ts";
import { dateAt } from "./date-sight.ts";

/** The variables that lead to an instance on this machine, as its own controller has them. */
export const instanceEnv = ({
  awsUrl,
  twinUrl,
  socksUrl,
  regionId,
}: InstanceInfo): Readonly<Record<string, string>> => ({
  ...worldEnv({ apiUrl: twinUrl, socksUrl }),
  AWS_ENDPOINT_URL: awsUrl,
  AWS_REGION: regionId,
});

/**
 * The installation that the environment's credentials, Region and endpoints lead to.
 * @throws ERR_CONFIG_MISSING, ERR_CONFIG_INVALID, ERR_ACTUATOR_UNKNOWN, ERR_FAULT_TEST_UNKNOWN
 */
export function openInstallation(configFile: string, accountId = process.env.AWS_ACCOUNT_ID): Installation {
  const settings = loadSettings();
  const config: SkylaneConfig = loadConfig(configFile);
  const { deps } = makeRuntime(settings, config);
  const { clock } = deps;
  const nowMs = (): number => clock.nowMs();
  return {
    config,
    settings,
    accountId,
    clock,
    deps,
    aws: awsReadsOf(settings.regionId, nowMs),
    dateAt: (url) => dateAt(url, nowMs),
  };
}
