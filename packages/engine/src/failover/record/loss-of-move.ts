import type { Incident, IncidentRecord, SkylaneConfig, SkylaneEvent } from "@skylane/core";
import { writeRecord } from "./write-record.ts";

/** Probes of the failed path that were lost from the first sign to the proof, by the events of that time; `undefined` = it was ordered. */
export const lossOfMove = (
  incident: Incident,
  config: SkylaneConfig,
  events: readonly SkylaneEvent[],
): IncidentRecord["loss"] =>
  writeRecord({ incident, config, plan: undefined, events, transferUsdPerGb: () => undefined }).loss;
