import type { AzureWriter } from "../steer/azure-writer.ts";
import { callOn } from "./arm-id.ts";
import { refusal } from "./refusal.ts";

/** Objects of providers for which there is no SDK here, by plain calls of Resource Manager. */
export interface ArmRest {
  /** `undefined` if there is none. */
  get(id: string): Promise<unknown>;
  /** Comes back when Azure has taken it. */
  put(id: string, body: unknown): Promise<void>;
  /** What is not there any more is no error. */
  delete(id: string): Promise<void>;
}

const VERBS = { GET: "read", PUT: "write", DELETE: "delete" } as const;

/** Sent through the pipeline of the SDK's client, with its sign-in, retries and endpoint. */
export function armRest(azure: AzureWriter, apiVersion: string): ArmRest {
  const send = (method: keyof typeof VERBS, id: string, body?: unknown): Promise<unknown> => {
    const call = callOn(id, VERBS[method]);
    return azure.ask(call, async (_, { abortSignal }, resources) => {
      const { createPipelineRequest, RestError } = await import("@azure/core-rest-pipeline");
      const request = createPipelineRequest({
        url: `${resources.$host.replace(/\/+$/, "")}${id}?api-version=${apiVersion}`,
        method,
        abortSignal,
      });
      if (body !== undefined) {
        request.headers.set("content-type", "application/json");
        request.body = JSON.stringify(body);
      }
      const response = await resources.sendRequest(request);
      if (response.status === 404 && method !== "PUT") return undefined;
      const answer: unknown = response.bodyAsText ? JSON.parse(response.bodyAsText) : undefined;
      if (response.status < 300) return answer;
      const { code, message } = (answer as { error?: { code?: string; message?: string } } | undefined)?.error ?? {};
      const error = new RestError(message ?? `it answered ${response.status}`, {
        ...(code !== undefined && { code }),
        statusCode: response.status,
      });
      throw refusal(error, call.action, id);
    });
  };
  return {
    get: (id) => send("GET", id),
    put: async (id, body) => void (await send("PUT", id, body)),
    delete: async (id) => void (await send("DELETE", id)),
  };
}
