import { FlowId } from "@skylane/core";
import { answerWhy } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";
import * as z from "zod";

/** GET /v1/path-plan/flows/{id} */
export const handler = httpHandler({ path: z.strictObject({ id: FlowId }) }, ({ deps }, { path }) =>
  answerWhy(deps, path.id),
);
