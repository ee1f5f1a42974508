import { type FunctionSpec, functions, rules } from "@skylane/core";

/** A quota of AWS, and how much of it a stage takes in one Region. */
export interface QuotaNeed {
  readonly serviceCode: string;
  readonly quotaCode: string;
  readonly what: string;
  readonly neededCount: number;
  /** Kept for the whole account, in this Region only. */
  readonly onlyIn?: "us-east-1";
}

/** Lambda reserves nothing that leaves fewer for the functions without a reservation. @see Lambda guide, reserved concurrency (read 2026-11) */
const UNRESERVED_COUNT = 100;
/** Beside the manifest's rules, on its bus: the one that looks for foreign changes of routes. */
const AUDIT_RULE_COUNT = 1;
/** Beside the functions', in each of two Regions: three workflows' and the schedules'. */
const OTHER_ROLE_COUNT = 4;

/** Every quota a stage could be too big for. The others are beyond its size by far: 1,000,000 schedules, 5,000 alarms, 10,000 state machines. */
export function quotaNeeds(): readonly QuotaNeed[] {
  const specs: readonly FunctionSpec[] = Object.values(functions);
  const reservedCount = specs.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
  return [
    {
      serviceCode: "lambda",
      quotaCode: "L-B99A9384",
      what: "concurrent executions of Lambda",
      neededCount: reservedCount + UNRESERVED_COUNT,
    },
    {
      serviceCode: "events",
      quotaCode: "L-244521F2",
      what: "rules of an event bus",
      neededCount: rules.length + AUDIT_RULE_COUNT,
    },
    {
      serviceCode: "iam",
      quotaCode: "L-FE177D64",
      what: "roles of the account",
      neededCount: 2 * (specs.length + OTHER_ROLE_COUNT),
      onlyIn: "us-east-1",
    },
  ];
}

/** What to do about each quota that is too small, one sentence each; none = the deployment fits. */
export const tooSmall = (
  regionId: string,
  quotas: readonly { readonly need: QuotaNeed; readonly limitCount: number }[],
): readonly string[] =>
  quotas
    .filter(({ need, limitCount }) => limitCount < need.neededCount)
    .map(
      ({ need: { serviceCode, quotaCode, what, neededCount }, limitCount }) =>
        `${what} in ${regionId}: ${limitCount}, and ${neededCount} are needed; run \`aws service-quotas request-service-quota-increase --region ${regionId} --service-code ${serviceCode} --quota-code ${quotaCode} --desired-value ${neededCount}\``,
    );
