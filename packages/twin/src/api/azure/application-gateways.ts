import { balancersOf } from "../../world/services/balancer-load.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { armError } from "./arm-answer.ts";
import type { CountedType } from "./counted-links.ts";
import { metricsOf } from "./metrics.ts";
import { isMetrics } from "./network-provider.ts";
import type { ResourceGroup } from "./subscription.ts";

const MINUTE_MS = 60_000;
const TYPE = "Microsoft.Network/applicationGateways";

/** Of application gateways there are the metrics, and nothing else. */
export function applicationGateway(group: ResourceGroup, path: readonly string[], request: RestRequest): RestAnswer {
  const [, name = "", ...rest] = path;
  const id = `/subscriptions/${group.subscriptionId}/resourceGroups/${group.name}/providers/${TYPE}/${name}`;
  const found = balancersOf(group.world).find((one) => one.id.toLowerCase() === id.toLowerCase());
  if (!found || !isMetrics(rest))
    return armError(404, "ResourceNotFound", `The Resource '${TYPE}/${name}' was not found.`);
  const counter = (isOut: boolean, unitName: "Bytes" | "Count") =>
    ({ isOut, unit: "bytes", unitName, sampleMs: MINUTE_MS }) as const;
  const counted: CountedType = {
    metrics: {
      TotalRequests: counter(true, "Count"),
      BytesReceived: counter(false, "Bytes"),
      BytesSent: counter(true, "Bytes"),
    },
    dimensions: ["Listener"],
    links: () => [
      {
        dimensions: { Listener: "default" },
        bytes: (isOut, fromMs, toMs) => (isOut ? found.answered : found.asked)(fromMs, toMs),
        counts: (metric, fromMs, toMs) => (metric === "TotalRequests" ? found.requests(fromMs, toMs) : undefined),
      },
    ],
  };
  return metricsOf(group, counted, { id, name, type: TYPE, properties: {} }, request);
}
