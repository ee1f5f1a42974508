import { openApiDocument } from "@skylane/core";

/** docs/openapi.json: the HTTP API as OpenAPI 3.1. */
export const openApi = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;
