import * as z from "zod";
import { Flow } from "../model/flow.ts";
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
