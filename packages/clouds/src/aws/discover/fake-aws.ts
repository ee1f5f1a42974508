import { once } from "node:events";
import { createServer } from "node:http";

/** What is answered to one operation, e.g. `ec2:DescribeVpcs`: EC2's XML as text, the others' JSON. */
export type FakeAnswer = string | object;

/** AWS as tests say it is: every service at one address, with no look at signatures. */
export interface FakeAws {
  readonly url: string;
  /** Operations that were asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Errors in each protocol's own form. */
export class FakeAwsError extends Error {
  readonly statusCode: number;
  readonly code: string;
  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

/** Starts it; `answer` may throw a FakeAwsError. What has no answer is an empty one. */
export async function startFakeAws(
  answer: (operation: string, text: string) => FakeAnswer | undefined,
): Promise<FakeAws> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const service = /Credential=[^/]+\/\d+\/[\w-]+\/([\w-]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const operation = nameOf(service, request, new URLSearchParams(text));
    asked.push(operation);
    const isXml = service === "ec2" || service === "sts" || service === "rds";
    try {
      const body = answer(operation, text) ?? (isXml ? emptyXml(operation) : {});
      response.writeHead(200, { "content-type": isXml ? "text/xml" : "application/json" });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    } catch (error) {
      const { statusCode, code, message } =
        error instanceof FakeAwsError ? error : new FakeAwsError(500, "InternalError", String(error));
      response.writeHead(statusCode, { "content-type": isXml ? "text/xml" : "application/json" });
      const xml = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
      if (service === "ec2") response.end(`<Response><Errors>${xml}</Errors><RequestID>r</RequestID></Response>`);
      else if (isXml) response.end(`<ErrorResponse>${xml}<RequestId>r</RequestId></ErrorResponse>`);
      else response.end(JSON.stringify({ __type: code, message }));
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const SERVICES: Readonly<Record<string, string>> = { monitoring: "cloudwatch" };
const NETWORK_MANAGER: Readonly<Record<string, string>> = {
  "/core-networks": "ListCoreNetworks",
  "/attachments": "ListAttachments",
  "/peerings": "ListPeerings",
};

function nameOf(
  service: string,
  { url = "", headers }: { readonly url?: string | undefined; readonly headers: Readonly<Record<string, unknown>> },
  parameters: URLSearchParams,
): string {
  const path = url.split("?")[0] ?? "";
  const action =
    service === "lambda"
      ? "ListFunctions"
      : service === "networkmanager"
        ? (NETWORK_MANAGER[path] ?? (path.endsWith("/network-routes") ? "GetNetworkRoutes" : "GetCoreNetwork"))
        : (parameters.get("Action") ?? String(headers["x-amz-target"] ?? "").split(".")[1] ?? "");
  return `${SERVICES[service] ?? service}:${action}`;
}

const ACCOUNT = "123456789012";

function emptyXml(operation: string): string {
  const action = operation.split(":")[1] ?? "";
  if (action !== "GetCallerIdentity") return `<${action}Response><requestId>r</requestId></${action}Response>`;
  return `<${action}Response><${action}Result><Account>${ACCOUNT}</Account></${action}Result></${action}Response>`;
}
