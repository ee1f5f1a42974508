import { checkRights } from "@skylane/engine";
import { type InstanceInfo, worldEnv } from "@skylane/local";
import {
  billStore,
  health,
  killSwitch,
  loadSettings,
  overrides,
  pathOverrides,
  plans,
  ports,
  regionLease,
  topologies,
} from "@skylane/runtime";
import { loadCedar } from "@skylane/runtime/rights";
import { faultTests, steering } from "@skylane/runtime/steering";
import { surveyor } from "@skylane/runtime/surveying";
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
  // the installation's own functions, not those of the estate
  AWS_ENDPOINT_URL_LAMBDA: awsUrl,
  AWS_REGION: regionId,
});

/** What is looked at; official tests only for whether they take the configuration. */
const looked = ports(
  billStore,
  faultTests,
  health,
  killSwitch,
  overrides,
  pathOverrides,
  plans,
  regionLease,
  steering,
  surveyor,
  topologies,
);

/**
 * The installation that the environment's credentials, Region, endpoints and `SKYLANE_CONFIG` lead to.
 * @throws ERR_CONFIG_MISSING, ERR_CONFIG_INVALID, ERR_ACTUATOR_UNKNOWN, ERR_FAULT_TEST_UNKNOWN, ERR_RIGHTS_INVALID
 */
export async function openInstallation(accountId = process.env.AWS_ACCOUNT_ID): Promise<Installation> {
  const settings = loadSettings();
  const deps = await looked.make();
  checkRights(await loadCedar(settings.cedarFile), deps.config);
  const nowMs = (): number => deps.clock.nowMs();
  return {
    config: deps.config,
    settings,
    accountId,
    clock: deps.clock,
    deps,
    aws: awsReadsOf(settings.regionId, nowMs),
    dateAt: (url) => dateAt(url, nowMs),
  };
}
