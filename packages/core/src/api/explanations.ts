import * as z from "zod";
import { Flow } from "../model/flow.ts";
import { Incident } from "../model/incident.ts";
import { ChosenWay } from "../model/path-plan.ts";

/** `GET /v1/path-plan/flows/{id}`: why a flow goes where it goes; `text` says all of it in sentences. */
export const FlowExplanationView = z.looseObject({
  flow: Flow,
  neededMbps: z.number(),
  primary: ChosenWay,
  backup: ChosenWay.nullable(),
  today: z.array(z.string()).nullable(),
  text: z.string(),
});

/** `GET /v1/incidents/{id}/record`: everything that is known of one incident; what is shown beside these is in docs/incidents.md. */
export const IncidentRecordView = z.looseObject({
  incident: Incident,
  dedupKey: z.string(),
  timeline: z.array(z.strictObject({ atMs: z.number(), what: z.string(), source: z.enum(["incident", "health"]) })),
});
