import { IncidentList, IncidentTraceView } from "@skylane/core";
import type { Command } from "commander";
import { apiClient } from "../api-client.ts";
import { unknownName } from "../cli-error.ts";
import { tellTrace } from "../incidents/tell-trace.ts";
import { print } from "../output.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

interface TraceOptions extends TargetOptions {
  readonly all?: boolean;
}

/** `skylane incidents trace <incident>`: what was done, step by step, and how long each took. */
export const addIncidents = (program: Command): void => {
  const incidents = program.command("incidents").description("failures of paths, and what was done about them");
  withTarget(
    incidents
      .command("trace")
      .description("from the probe that was lost to the proof: every step, every call to a cloud, how long each took")
      .argument("<incident>", "id of an incident, as skylane failover history shows it")
      .option("--all", "every span by itself"),
  ).action(async (wanted: string, options: TraceOptions) => {
    const api = apiClient(options);
    const { incidents: known } = await api.get("/v1/incidents", IncidentList);
    const ids = known.map(({ id }) => id as string);
    if (!ids.includes(wanted)) throw unknownName("incident", wanted, ids);
    const trace = await api.get(`/v1/incidents/${encodeURIComponent(wanted)}/trace`, IncidentTraceView);
    print(options.json === true, trace, () => tellTrace(trace, options.all === true));
  });
};
