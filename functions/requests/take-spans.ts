import { takeSpans } from "@skylane/engine";
import { ports, spansHandler } from "@skylane/runtime";
import { spanInbox } from "@skylane/runtime/requesting";

/** POST /otlp/v1/traces */
export const handler = spansHandler(ports(spanInbox), (deps, body) => takeSpans(deps, body));
