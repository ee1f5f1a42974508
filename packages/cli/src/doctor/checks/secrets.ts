import type { SkylaneConfig } from "@skylane/core";
import { type Check, failed, ok, QUICK_MS, unlessNone, type Verdict } from "../check.ts";

/** Names of the secrets a configuration cannot do without. */
export function secretsOf({ alerts, drills }: Pick<SkylaneConfig, "alerts" | "drills">): readonly string[] {
  const { slack, pagerduty } = alerts;
  return [
    slack?.webhookSecret,
    slack?.botTokenSecret,
    slack?.signingSecret,
    pagerduty?.routingKeySecret,
    ...(drills.length > 0 ? ["drill-report-key"] : []),
  ].filter((name) => name !== undefined);
}

/** Which secrets are not where functions look for them. Only names are known here, never values. */
export function judgeSecrets(path: string, wanted: readonly string[], found: readonly string[]): readonly Verdict[] {
  return wanted.flatMap((name) =>
    found.includes(`${path}/${name}`)
      ? []
      : [
          failed(
            `${path}/${name} is missing`,
            `aws ssm put-parameter --type SecureString --name ${path}/${name} --value file://<file you delete afterwards>`,
          ),
        ],
  );
}

export const secrets: Check = {
  id: "secrets",
  timeLimitMs: QUICK_MS,
  async look({ config, settings, aws }) {
    const wanted = secretsOf(config);
    if (wanted.length === 0) return [ok("the configuration needs none")];
    const path = settings.secretsPath ?? `/${settings.names.bus}/secrets`;
    return unlessNone(
      judgeSecrets(path, wanted, await aws.parameterNames(path)),
      `${wanted.length} secrets are there: ${wanted.join(", ")}`,
    );
  },
};
