import { ErrorBody } from "@skylane/core";
import { readInstance } from "@skylane/local";
import type * as z from "zod";
import { CliError } from "./cli-error.ts";
import { exitCodes } from "./exit-codes.ts";

/** Where a command finds the Skylane it talks to. */
export interface Target {
  readonly url?: string;
  readonly data: string;
  /** What requests bear; absent = the token of the data folder's instance, if that is who is asked, else `SKYLANE_TOKEN`. */
  readonly token?: string;
  /** As whom, on one's own machine; elsewhere it is the token that says it. */
  readonly as?: string;
}

/** The HTTP API of a running Skylane. */
export interface ApiClient {
  readonly url: string;
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  /** An answer that is text. */
  getText(path: string, accept?: string): Promise<string>;
  send<T>(method: "POST" | "PUT" | "DELETE", path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
}

/** The API named by `--url`, or that of the instance which `skylane up` wrote into the data folder. @throws CliError if none runs */
export function apiClient(target: Target): ApiClient {
  const instance = readInstance(target.data);
  const url = target.url ?? instance?.url;
  if (url === undefined)
    throw new CliError(
      `Skylane does not run here: no instance in ${target.data}. Start it with "skylane up", or name one with --url.`,
      exitCodes.notRunning,
    );
  const isOwn = instance !== undefined && new URL(instance.url).origin === new URL(url).origin;
  const token = target.token ?? (isOwn ? instance.token : process.env.SKYLANE_TOKEN);
  const identity = identityFor(url, target.as, token);
  const callForText = async (method: string, path: string, body: unknown, accept?: string): Promise<string> => {
    const response = await ask(url, method, path, body, { ...identity, ...(accept !== undefined && { accept }) });
    const text = await response.text();
    if (!response.ok) throw refusal(response.status, text);
    return text;
  };
  const call = async <T>(method: string, path: string, body: unknown, schema: z.ZodType<T>): Promise<T> => {
    const text = await callForText(method, path, body);
    return schema.parse(text === "" ? {} : JSON.parse(text));
  };
  return {
    url,
    get: (path, schema) => call("GET", path, undefined, schema),
    getText: (path, accept) => callForText("GET", path, undefined, accept),
    send: (method, path, body, schema) => call(method, path, body, schema),
  };
}

/** Who asks: a token, sent over TLS or within this machine only, and the name of `--as`. */
function identityFor(url: string, as: string | undefined, token: string | undefined): Record<string, string> {
  const { protocol, hostname } = new URL(url);
  const isPrivate = protocol === "https:" || ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  if (token !== undefined && !isPrivate)
    throw new CliError(`${url} would get the token of SKYLANE_TOKEN in clear: use https.`, exitCodes.badInput);
  return {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(as !== undefined && { "x-skylane-as": as }),
  };
}

async function ask(
  url: string,
  method: string,
  path: string,
  body: unknown,
  identity: Record<string, string>,
): Promise<Response> {
  try {
    return await fetch(new URL(path, url), {
      method,
      headers: { ...identity, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
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
  if (status === 401)
    return new CliError(
      "the API does not know who asks (401): it was sent no token, or one that it does not take. For a Skylane of this machine name its data folder with --data; for one elsewhere set SKYLANE_TOKEN to a token of your identity provider that is still valid.",
      exitCodes.badInput,
    );
  let message = `the API answered ${status}`;
  let code: string | undefined;
  try {
    const parsed = ErrorBody.safeParse(JSON.parse(text));
    code = parsed.data?.error.code;
    if (parsed.success) message = `${parsed.data.error.message} (${code})`;
    else message = `${message}: ${text.slice(0, 300)}`;
  } catch {
    message = `${message}: ${text.slice(0, 300)}`;
  }
  return new CliError(message, status < 500 ? exitCodes.badInput : exitCodes.failed, code);
}
