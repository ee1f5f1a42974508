import { IntentId } from "@skylane/core";
import { showDocument } from "@skylane/engine";
import { built, documents, httpHandler, intents, made, ports } from "@skylane/runtime";
import * as z from "zod";

/** GET /v1/intents/{id}/document */
export const handler = httpHandler(
  ports(built, documents, intents, made),
  { path: z.looseObject({ id: IntentId }), isMarkdown: true },
  (deps, { path }) => showDocument(deps, path.id),
);
