import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { BusMaker } from "./put-events.ts";

/** By the SDK's client, which fails rather than hangs. */
export const sdkBus: BusMaker = ({ regionId, endpoint, credentials, tryCount, timeoutMs }) => {
  const client = new EventBridgeClient({
    region: regionId,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials && { credentials }),
    maxAttempts: tryCount,
    // without the last the handler only warns of what is late
    requestHandler: { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, throwOnRequestTimeout: true },
  });
  return (entries) => client.send(new PutEventsCommand({ Entries: [...entries] }));
};
