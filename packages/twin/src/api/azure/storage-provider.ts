import type { EstateStore } from "../../estate/estate.ts";
import { storeLoad } from "../../world/services/store-load.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { type ArmResource, armError } from "./arm-answer.ts";
import type { CountedType } from "./counted-links.ts";
import { metricsOf } from "./metrics.ts";
import { isMetrics } from "./network-provider.ts";
import { storageAccounts, storeOf } from "./services.ts";
import type { ResourceGroup } from "./subscription.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Of the provider Microsoft.Storage there are, of one group, the metrics of blobs, and nothing else. */
export function storageInGroup(group: ResourceGroup, path: readonly string[], request: RestRequest): RestAnswer {
  const [, name = "", service = "", instance = "", ...rest] = path;
  const isBlobs = `${service}/${instance}`.toLowerCase() === "blobservices/default";
  const account = storageAccounts(group).find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!isBlobs || !isMetrics(rest))
    return armError(404, "InvalidResourceType", `The resource type could not be found for '${request.path}'.`);
  const store = storeOf(group, name);
  if (!account || !store)
    return armError(404, "ResourceNotFound", `The Resource 'Microsoft.Storage/storageAccounts/${name}' was not found.`);
  const type = "Microsoft.Storage/storageAccounts/blobServices";
  const resource: ArmResource = { id: `${account.id}/blobServices/default`, name: "default", type, properties: {} };
  const isLevel = /blobc/i.test(request.query.get("metricnames") ?? "");
  return metricsOf(group, isLevel ? levelsOf(store) : countersOf(store), resource, request);
}

/** What lies there; Azure measures it by the hour. */
function levelsOf(store: EstateStore): CountedType {
  const { bytes, objectCount } = storeLoad(store);
  return {
    metrics: {
      BlobCapacity: { isOut: true, unit: "level", unitName: "Bytes", sampleMs: HOUR_MS },
      BlobCount: { isOut: true, unit: "level", unitName: "Count", sampleMs: HOUR_MS },
    },
    dimensions: ["BlobType", "Tier"],
    links: () => [
      {
        dimensions: { BlobType: "BlockBlob", Tier: store.tier },
        bytes: () => 0,
        mean: (metric) => (metric === "BlobCapacity" ? bytes : objectCount),
      },
    ],
  };
}

function countersOf(store: EstateStore): CountedType {
  const { read, written } = storeLoad(store);
  const counter = (isOut: boolean) => ({ isOut, unit: "bytes", unitName: "Bytes", sampleMs: MINUTE_MS }) as const;
  return {
    metrics: { Egress: counter(true), Ingress: counter(false) },
    dimensions: ["GeoType", "ApiName", "Authentication"],
    links: () => [
      {
        dimensions: { GeoType: "Primary", ApiName: "GetBlob", Authentication: "OAuth" },
        bytes: (isOut, fromMs, toMs) => (isOut ? read : written)(fromMs, toMs),
      },
    ],
  };
}
