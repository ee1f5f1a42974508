import type { ResourceManagementClient } from "@azure/arm-resources";
import { createPipelineRequest, RestError } from "@azure/core-rest-pipeline";
import * as z from "zod";

const SubscriptionPage = z.looseObject({
  value: z.array(z.looseObject({ subscriptionId: z.string().min(1), state: z.string().optional() })),
  nextLink: z.string().optional(),
});
/** Others are disabled or deleted and answer nothing. */
const LIVE = ["Enabled", "Warned", "PastDue"];

/**
 * Ids of the subscriptions that these credentials see; needs no permission of its own. Sent through the client's own pipeline, with
 * its sign-in, retries and endpoint: the SDK for subscriptions would be one more package for one call. @throws RestError
 */
export async function listSubscriptions(
  client: Pick<ResourceManagementClient, "sendRequest" | "$host">,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const ids: string[] = [];
  let url: string | undefined = `${client.$host.replace(/\/+$/, "")}/subscriptions?api-version=2022-12-01`;
  while (url !== undefined) {
    const request = createPipelineRequest({ url, ...(signal && { abortSignal: signal }) });
    const response = await client.sendRequest(request);
    if (response.status !== 200)
      throw new RestError(`subscriptions are not listed: ${response.bodyAsText ?? response.status}`, {
        statusCode: response.status,
        request,
        response,
      });
    const page = SubscriptionPage.parse(JSON.parse(response.bodyAsText ?? "{}"));
    ids.push(
      ...page.value
        .filter(({ state }) => LIVE.includes(state ?? "Enabled"))
        .map(({ subscriptionId }) => subscriptionId),
    );
    url = page.nextLink;
  }
  return ids;
}
