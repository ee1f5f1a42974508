import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createApplications } from "../applications/create-applications.ts";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";
import { callAws } from "./aws.ts";
import { azureApi } from "./azure/index.ts";
import type { XmlAnswer } from "./ec2/ec2.ts";
import { gcpApi } from "./gcp/index.ts";
import { callLab } from "./lab.ts";
import { ociApi } from "./oci/index.ts";
import { Realism, tokenBucket } from "./realism.ts";
import type { RestApi } from "./rest-api.ts";
import { createRouterShell, RunInput } from "./router-shell.ts";

/** A listening API. */
export interface ApiServer {
  readonly url: string;
  close(): Promise<void>;
}

const restApis: readonly RestApi[] = [azureApi, gcpApi, ociApi];
const BODY_LIMIT_BYTES = 1_000_000;

/** Everything of the world that is spoken to by HTTP: the clouds' control planes, the routers, the lab. @throws Error that names a busy port */
export function startApi(
  world: World,
  random: () => number,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<ApiServer> {
  const realism = { current: Realism.parse({}) };
  const applications = createApplications(world, random);
  const shell = createRouterShell(world);
  const mayCall = tokenBucket(() => world.clock.nowMs());
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      const known =
        error instanceof ApiError
          ? error
          : new ApiError("ERR_TWIN_INTERNAL", error instanceof Error ? error.message : String(error), 500);
      sendJson(response, known.statusCode, {
        __type: known.code,
        message: known.message,
        error: { code: known.code, message: known.message },
      });
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    const text = await bodyOf(request);
    if (url.pathname.startsWith("/lab/"))
      return sendJson(
        response,
        200,
        callLab(world, realism, applications, {
          method: request.method ?? "GET",
          path: url.pathname,
          query: url.searchParams,
          body: parseJson(text),
        }),
      );

    const router = /^\/routers\/([\w.-]+)\/run$/.exec(url.pathname)?.[1];
    if (router !== undefined) {
      const input = RunInput.safeParse(parseJson(text));
      if (!input.success) throw new ApiError("ERR_RUN_INVALID", `argv: ${input.error.issues[0]?.message}`);
      const site = world.atlas.gateways.get(router)?.regionId;
      if (site !== undefined && realism.current.deniedScopes.includes(`onprem:${site}`))
        throw new ApiError("ERR_RUN_DENIED", `no command may be run on ${router}`, 403);
      return sendJson(response, 200, shell.run(router, input.data.argv, input.data.stdin));
    }
    const api = restApis.find(({ prefix }) => url.pathname.startsWith(`/${prefix}/`));
    if (api) return await rest(api, url, request, response, text);
    await aws(request, response, text);
  }

  async function rest(
    api: RestApi,
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
    text: string,
  ): Promise<void> {
    await apiDelay();
    const answer = api.call(
      world,
      {
        method: request.method ?? "GET",
        path: url.pathname.slice(api.prefix.length + 1),
        query: url.searchParams,
        headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, value?.toString()])),
        body: parseJson(text),
        origin: `http://${request.headers.host}/${api.prefix}`,
      },
      { realism: realism.current, isThrottled: !mayCall(realism.current.callsPerSecond) },
    );
    response.writeHead(answer.statusCode, { "content-type": "application/json", ...answer.headers });
    const isFile = answer.body instanceof Uint8Array;
    response.end(answer.body === undefined || isFile ? answer.body : JSON.stringify(answer.body));
  }

  function apiDelay(): Promise<void> {
    const { apiLatencyMs, apiJitterMs } = realism.current;
    return new Promise((resolve) => void world.clock.after(apiLatencyMs + (random() - 0.5) * 2 * apiJitterMs, resolve));
  }

  async function aws(request: IncomingMessage, response: ServerResponse, text: string): Promise<void> {
    await apiDelay();
    // Credential=AKIA…/20261120/us-east-1/ec2/aws4_request
    const [, accessKeyId = "", regionId = "", service = ""] =
      /Credential=([^/]+)\/\d+\/([\w-]+)\/([\w-]+)\//.exec(request.headers.authorization ?? "") ?? [];
    const answer = callAws(world, {
      accessKeyId,
      regionId,
      service,
      method: request.method ?? "GET",
      path: request.url?.split("?")[0] ?? "/",
      query: new URL(request.url ?? "/", "http://localhost").searchParams,
      operation: String(request.headers["x-amz-target"] ?? "").split(".")[1] ?? "",
      text,
      realism: realism.current,
      isThrottled: !mayCall(realism.current.callsPerSecond),
    });
    if ("xml" in answer) return sendXml(response, answer);
    sendJson(response, 200, answer.body);
  }

  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Error(`Port ${port} for the twin's APIs is taken by another program. Choose another with --api-port.`)
          : error,
      ),
    );
    server.listen(port, host, () =>
      resolve({
        url: `http://${host}:${(server.address() as AddressInfo).port}`,
        close: () =>
          new Promise((done) => {
            applications.sendTo(undefined);
            server.close(() => done());
            server.closeAllConnections();
          }),
      }),
    );
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request as AsyncIterable<Buffer>) {
    text += chunk.toString("utf8");
    if (text.length > BODY_LIMIT_BYTES)
      throw new ApiError("ERR_BODY_TOO_LARGE", `the body is larger than ${BODY_LIMIT_BYTES} bytes`, 413);
  }
  return text;
}

function parseJson(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError("ERR_BODY_INVALID", "the body must be JSON");
  }
}

function sendXml(response: ServerResponse, { statusCode, xml }: XmlAnswer): void {
  response.writeHead(statusCode, { "content-type": "text/xml;charset=UTF-8" });
  response.end(xml);
}

function sendJson(response: ServerResponse, statusCode: number, body: unknown): void {
  response.writeHead(statusCode, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
