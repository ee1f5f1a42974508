import type { ResourceManagementClient } from "@azure/arm-resources";
import { createPipelineRequest, RestError } from "@azure/core-rest-pipeline";
import * as z from "zod";

/** What sends: with its sign-in, retries and endpoint. */
export type ArmClient = Pick<ResourceManagementClient, "sendRequest" | "$host">;

const Page = z.looseObject({ value: z.array(z.unknown()), nextLink: z.string().optional() });
const Refusal = z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string() }) });

/**
 * All pages of a list of Resource Manager, through the client's own pipeline: for one call an SDK would be one more package.
 * @throws RestError
 */
export async function listArm(
  client: ArmClient,
  path: string,
  apiVersion: string,
  signal?: AbortSignal,
): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  let url: string | undefined = armUrl(client, path, { "api-version": apiVersion });
  while (url !== undefined) {
    const page = Page.parse(await getArm(client, url, signal));
    all.push(...page.value);
    url = page.nextLink;
  }
  return all;
}

/** Address of something of Resource Manager. */
export const armUrl = ({ $host }: ArmClient, path: string, query: Readonly<Record<string, string>>): string =>
  `${$host.replace(/\/+$/, "")}${path}?${new URLSearchParams(query)}`;

/** One answer, as JSON. @throws RestError */
export async function getArm(client: ArmClient, url: string, signal?: AbortSignal): Promise<unknown> {
  const request = createPipelineRequest({ url, ...(signal && { abortSignal: signal }) });
  const response = await client.sendRequest(request);
  if (response.status === 200) return parsed(response.bodyAsText ?? "{}");
  const text = response.bodyAsText ?? String(response.status);
  const told = Refusal.safeParse(parsed(text)).data?.error;
  throw new RestError(told?.message ?? `${new URL(url).pathname} is not read: ${text}`, {
    ...(told && { code: told.code }),
    statusCode: response.status,
    request,
    response,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
