import type { DeployedStage } from "./stage.ts";

/** Days a log is kept: long enough to look into what happened in a month that is closed, or for tests in a week. */
export const logRetentionDays = ({ isKept }: DeployedStage): number => (isKept ? 90 : 7);

/** What holds for every function. Must run before the first one is made. */
export function applyDefaults(stage: DeployedStage): void {
  $transform(sst.aws.Function, (args) => {
    args.runtime ??= "nodejs24.x";
    args.architecture ??= "arm64";
    args.logging ??= { retention: stage.isKept ? "3 months" : "1 week", format: "json" };
    // SST 4.17.1 lets the account's root assume the role of every function, not only under `sst dev` (function.ts: it tests an
    // Output for falsehood). Under `sst dev` that trust is what lets the laptop act for the function.
    if ($dev) return;
    const own = args.transform?.role;
    args.transform = {
      ...args.transform,
      role: (role, opts, name) => {
        role.assumeRolePolicy = trustOf("lambda.amazonaws.com");
        role.managedPolicyArns = []; // it would grant every log group; permissions.ts grants the function's own
        if (typeof own === "function") own(role, opts, name);
        else Object.assign(role, own);
      },
    };
  });
}

/** A trust policy for one service of AWS, as JSON. */
export const trustOf = (service: string, condition?: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        ...(condition && { Condition: condition }),
      },
    ],
  });
