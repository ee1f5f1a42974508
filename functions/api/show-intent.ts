import { IntentId } from "@skylane/core";
import { showStanding } from "@skylane/engine";
import { built, httpHandler, intents, made, ports } from "@skylane/runtime";
import * as z from "zod";

/** GET /v1/intents/{id} */
export const handler = httpHandler(
  ports(built, intents, made),
  { path: z.looseObject({ id: IntentId }) },
  (deps, { path }) => showStanding(deps, path.id),
);
