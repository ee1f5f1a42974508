import { openApiDocument } from "@skylane/core";
import { httpHandler, ports } from "@skylane/runtime";

/** GET /v1/openapi.json */
export const handler = httpHandler(ports(), {}, async () => openApiDocument());
