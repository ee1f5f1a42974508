import { type FunctionName, rules, type WantedSchedule } from "@skylane/core";

/** How long Lambda keeps trying an event that it took and the function did not. */
export interface Delivery {
  /** Somebody hands it events and does not wait: a rule or a schedule. */
  readonly isAsync: boolean;
  readonly maxAgeSeconds: number;
  readonly retryCount: number;
}

/** Lambda's own number of retries, and its highest. @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html (read 2026-11) */
const RETRY_COUNT = 2;
/** Lambda's longest age of an event: six hours. What must live longer is kept by the rule's own retries. */
const MAX_AGE_SECONDS = 21_600;
/** Lambda's shortest age. */
const MIN_AGE_SECONDS = 60;

/**
 * How a function takes events: as long as the rule that asks for the most, for each function drops what is too old for itself. One
 * that only comes by schedules that are not tried again is not tried again here either.
 */
export function deliveryTo(target: FunctionName, schedules: readonly WantedSchedule[]): Delivery {
  const ofRules = rules.filter((rule) => rule.target === target).map(({ maxEventAgeSeconds }) => maxEventAgeSeconds);
  const ofSchedules = schedules.filter((schedule) => schedule.target === target);
  const ages = [...ofRules, ...ofSchedules.map(({ maxAgeSeconds }) => maxAgeSeconds)];
  const isTriedAgain = ofRules.length > 0 || ofSchedules.some(({ retryCount }) => retryCount > 0);
  return {
    isAsync: ages.length > 0,
    maxAgeSeconds: Math.min(MAX_AGE_SECONDS, Math.max(MIN_AGE_SECONDS, ...ages)),
    retryCount: isTriedAgain ? RETRY_COUNT : 0,
  };
}
