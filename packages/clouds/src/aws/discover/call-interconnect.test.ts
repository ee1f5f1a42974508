import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DirectConnectClient } from "@aws-sdk/client-direct-connect";
import { afterEach, describe, expect, it } from "vitest";
import { callInterconnect, interconnectEndpoint } from "./call-interconnect.ts";
import { retryPatiently } from "./retry-patiently.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly path: string | undefined;
  readonly body: string;
}
/** Answers in this order, the last again and again. */
const serve = async (...answers: readonly (readonly [status: number, body: string])[]) => {
  const asked: Asked[] = [];
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const [status, text] = answers[Math.min(asked.length, answers.length - 1)] ?? [500, ""];
    asked.push({ headers: request.headers, path: request.url, body });
    response.writeHead(status).end(text);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return { asked, url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) };
};

const list = (url: URL, options = {}) => {
  const client = new DirectConnectClient({
    region: "eu-west-1",
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret", sessionToken: "session" },
    maxAttempts: 4,
    retryMode: "adaptive",
  });
  return callInterconnect(retryPatiently(client).config, url, "ListConnections", { maxResults: 100 }, options);
};

describe("clouds/aws/call-interconnect", () => {
  it("signs a JSON 1.0 call for the service and Region, and reads the answer", async () => {
    const { asked, url } = await serve([200, `{"connections":[]}`]);

    expect(await list(url)).toEqual({ connections: [] });
    expect(asked).toMatchObject([
      {
        path: "/",
        body: `{"maxResults":100}`,
        headers: {
          "content-type": "application/x-amz-json-1.0",
          "x-amz-target": "Interconnect.ListConnections",
          "x-amz-security-token": "session",
          authorization: expect.stringMatching(
            /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-west-1\/interconnect\/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}$/,
          ),
        },
      },
    ]);
  });

  it("comes again where it is throttled", async () => {
    const throttled = [400, `{"__type":"com.amazon#ThrottlingException","message":"slow down"}`] as const;
    const { asked, url } = await serve(throttled, throttled, [200, "{}"]);

    expect(await list(url)).toEqual({});
    expect(asked).toHaveLength(3);
  });

  it.each([
    [403, `{"__type":"AccessDeniedException","Message":"not you"}`, "AccessDeniedException", "not you", 1],
    [404, "<html>no such page</html>", "UnknownOperationException", "no such page", 1],
    [200, "<html>welcome</html>", "UnknownOperationException", "welcome", 1],
    [503, "busy", "HTTP 503", "busy", 3],
  ])("tells what an answer %s %s means, as AWS would name it", async (status, body, name, message, askedCount) => {
    const { asked, url } = await serve([status, body]);

    await expect(list(url)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: status },
    });
    expect(asked).toHaveLength(askedCount);
  });

  it("does not ask again for a name that nobody has", async () => {
    await expect(list(new URL("https://interconnect.nowhere.invalid"))).rejects.toMatchObject({
      code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
    });
  });

  it("stops when it is told to", async () => {
    const { asked, url } = await serve([200, "{}"]);

    await expect(list(url, { abortSignal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
    expect(asked).toEqual([]);
  });

  it("is where the SDK's variables say, else at its public address", () => {
    const at = (environment: Record<string, string>) => interconnectEndpoint("eu-west-1", environment).href;

    expect(at({})).toBe("https://interconnect.eu-west-1.api.aws/");
    expect(at({ AWS_ENDPOINT_URL: "http://localhost:1" })).toBe("http://localhost:1/");
    expect(at({ AWS_ENDPOINT_URL: "http://localhost:1", AWS_ENDPOINT_URL_INTERCONNECT: "http://localhost:2/x" })).toBe(
      "http://localhost:2/x",
    );
  });
});
