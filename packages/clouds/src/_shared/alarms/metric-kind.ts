import type { AlarmKind } from "@skylane/core";

/** What a metric tells: a state, with the value it has while all is well, or something that is only shown. */
export interface MetricMeaning {
  readonly kind: AlarmKind;
  readonly wellValue?: number;
}

/**
 * Kind of an alarm on a metric. One on a state counts as down only if the value it was raised for says that most of it is
 * down: an alarm that was set the wrong way round, or that fires because data is missing, tells nothing about a link.
 */
export function kindOfMetric(
  meaning: MetricMeaning | undefined,
  isRaised: boolean,
  value: number | undefined,
): AlarmKind {
  if (!meaning) return "other";
  if (!isRaised || meaning.wellValue === undefined) return meaning.kind;
  return value !== undefined && value * 2 < meaning.wellValue ? meaning.kind : "other";
}
