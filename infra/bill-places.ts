import { observerRoleOf, type SkylaneConfig } from "@skylane/core";

/** Buckets of S3 that the configuration says bills lie in, and what of them. */
export const billBuckets = ({ costs }: Pick<SkylaneConfig, "costs">) =>
  costs.bills.flatMap(({ at }) => {
    const [, bucket, prefix = ""] = /^s3:\/\/([a-z0-9.-]+)(?:\/(.*))?$/.exec(at) ?? [];
    return bucket === undefined ? [] : [{ bucket, prefix }];
  });

/** Accounts whose bills Cost Explorer is asked for, with the role of each that looks there; without one, the stage's own can ask by itself. */
export const billAccounts = ({ costs, clouds }: Pick<SkylaneConfig, "costs" | "clouds">) =>
  costs.bills.flatMap(({ at }) => {
    const accountId = /^cost-explorer:(\d{12})$/.exec(at)?.[1];
    return accountId === undefined ? [] : [{ accountId, role: observerRoleOf(clouds.aws, accountId) }];
  });
