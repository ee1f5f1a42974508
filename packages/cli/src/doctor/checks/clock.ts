import { allClouds } from "@skylane/clouds";
import { span } from "../../output.ts";
import { type Check, failed, type Installation, notChecked, unlessNone, type Verdict, warning } from "../check.ts";
import { type DateSight, skewMs } from "../date-sight.ts";
import { explainFailure } from "../explain-failure.ts";

/** Signatures of AWS and requests of Slack are refused beyond five minutes. @see AWS IAM guide, SigV4; Slack, verifying requests (read 2026-11) */
const LIMIT_MS = 300_000;
/** Two samples of a burst: beyond that the order of events is in doubt. */
const WARN_MS = 2_000;

/** Public addresses whose answers carry a date; asked without credentials. */
const ADDRESSES: Readonly<Record<string, string>> = {
  azure: "https://management.azure.com/",
  gcp: "https://compute.googleapis.com/",
  oci: "https://identity.us-ashburn-1.oci.oraclecloud.com/",
};

/** What one clock's distance means; `undefined` = they agree. */
export function judgeClock(whose: string, sight: DateSight): Verdict | undefined {
  const ms = skewMs(sight);
  const apartMs = Math.abs(ms);
  const seen = `this machine is ${span(apartMs)} ${ms > 0 ? "ahead of" : "behind"} ${whose}`;
  const todo = "set this machine's clock: timedatectl set-ntp true";
  if (apartMs >= LIMIT_MS) return failed(`${seen}; beyond ${span(LIMIT_MS)} requests are refused`, todo);
  return apartMs >= WARN_MS ? warning(seen, todo) : undefined;
}

export const clock: Check = {
  id: "clock",
  timeLimitMs: 20_000,
  async look(installation) {
    const clocks = whoseClocks(installation);
    const judged = await Promise.all(
      clocks.map(async ([whose, see]) =>
        see().then(
          (sight) => judgeClock(whose, sight),
          // a vendor that cannot be reached from this desk may well be reached by the functions
          (error: unknown) => notChecked(`${whose}: ${explainFailure(error).seen}`),
        ),
      ),
    );
    return unlessNone(
      judged.filter((one) => one !== undefined),
      `within ${span(WARN_MS)} of ${clocks.map(([whose]) => whose).join(", ")}`,
    );
  },
};

function whoseClocks({ config, settings, aws, dateAt }: Installation): readonly [string, () => Promise<DateSight>][] {
  const { endpoints = {} } = settings.cloudContext;
  const clouds = allClouds.flatMap(({ profile: { id, displayName } }): [string, () => Promise<DateSight>][] => {
    const url = (endpoints as Readonly<Record<string, string>>)[id] ?? ADDRESSES[id];
    return config.clouds[id] && url !== undefined ? [[displayName, () => dateAt(url)]] : [];
  });
  return [
    ["AWS", async () => (await aws.caller()).date],
    ...clouds,
    ...(config.alerts.slack ? [["Slack", () => dateAt(settings.slackUrl)] as [string, () => Promise<DateSight>]] : []),
  ];
}
