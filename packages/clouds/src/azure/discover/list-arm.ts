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
  let url: string | undefined = `${client.$host.replace(/\/+$/, "")}${path}?api-version=${apiVersion}`;
  while (url !== undefined) {
    const request = createPipelineRequest({ url, ...(signal && { abortSignal: signal }) });
    const response = await client.sendRequest(request);
    if (response.status !== 200) {
      const text = response.bodyAsText ?? String(response.status);
      const told = Refusal.safeParse(parsed(text)).data?.error;
      throw new RestError(told?.message ?? `${path} is not listed: ${text}`, {
        ...(told && { code: told.code }),
        statusCode: response.status,
        request,
        response,
      });
    }
    const page = Page.parse(parsed(response.bodyAsText ?? "{}"));
    all.push(...page.value);
    url = page.nextLink;
  }
  return all;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
