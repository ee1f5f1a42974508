import { ErrorBody } from "@skylane/core";
import { readInstance } from "@skylane/local";
import type * as z from "zod";
import { CliError } from "./cli-error.ts";
import { exitCodes } from "./exit-codes.ts";

/** Where a command finds the Skylane it talks to. */
export interface Target {
  readonly url?: string;
  readonly data: string;
}

/** The HTTP API of a running Skylane. */
export interface ApiClient {
  readonly url: string;
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  send<T>(method: "POST" | "PUT" | "DELETE", path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
}

/** The API named by `--url`, or that of the instance which `skylane up` wrote into the data folder. @throws CliError if none runs */
export function apiClient(target: Target): ApiClient {
  const url = target.url ?? readInstance(target.data)?.url;
  if (url === undefined)
    throw new CliError(
      `Skylane does not run here: no instance in ${target.data}. Start it with "skylane up", or name one with --url.`,
      exitCodes.notRunning,
    );
  const call = async <T>(method: string, path: string, body: unknown, schema: z.ZodType<T>): Promise<T> => {
    const response = await ask(url, method, path, body);
    const text = await response.text();
    if (!response.ok) throw refusal(response.status, text);
    return schema.parse(text === "" ? {} : JSON.parse(text));
  };
  return {
    url,
    get: (path, schema) => call("GET", path, undefined, schema),
    send: (method, path, body, schema) => call(method, path, body, schema),
  };
}

async function ask(url: string, method: string, path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(new URL(path, url), {
      method,
      ...(body !== undefined && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
  } catch {
    throw new CliError(
      `Skylane does not answer at ${url}. Is it running? Start it with "skylane up".`,
      exitCodes.notRunning,
    );
  }
}

function refusal(status: number, text: string): CliError {
  let message = `the API answered ${status}`;
  try {
    const parsed = ErrorBody.safeParse(JSON.parse(text));
    if (parsed.success) message = `${parsed.data.error.message} (${parsed.data.error.code})`;
    else message = `${message}: ${text.slice(0, 300)}`;
  } catch {
    message = `${message}: ${text.slice(0, 300)}`;
  }
  return new CliError(message, status < 500 ? exitCodes.badInput : exitCodes.failed);
}
