import type { PipelineRequest } from "@azure/core-rest-pipeline";
import { describe, expect, it } from "vitest";
import { discoverAzure } from "./discover-azure.ts";
import { fakeArm } from "./fake-arm.ts";

const GROUPS = "/subscriptions/s/resourcegroups";
const look = async (endpoint: string | undefined, nextLink: string | undefined) => {
  const sent: { url: string; authorization: string | undefined }[] = [];
  const httpClient = fakeArm((path, { url, headers }: PipelineRequest) => {
    sent.push({ url, authorization: headers.get("authorization") });
    if (path.endsWith(GROUPS) && !url.includes("page=2"))
      return { statusCode: 200, body: { value: [], ...(nextLink !== undefined && { nextLink }) } };
    return undefined;
  });
  const context = endpoint === undefined ? {} : { endpoints: { azure: endpoint } };
  const found = await discoverAzure(context, { environment: { AZURE_ACCESS_TOKEN: "token-1" }, httpClient })({
    accounts: [{ id: "s" }],
    regions: [],
    concurrency: 2,
    nowMs: () => 1,
  });
  return { sent, gaps: found.gaps };
};

describe("clouds/azure/connect-azure", () => {
  it.each([
    [undefined, "https://management.azure.com"],
    ["https://management.usgovcloudapi.net/", "https://management.usgovcloudapi.net"],
    ["http://127.0.0.1:9/azure", "http://127.0.0.1:9/azure"],
  ])("asks %s with the token of the environment", async (endpoint, base) => {
    const { sent, gaps } = await look(endpoint, undefined);

    expect(gaps).toEqual([]);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.url.startsWith(`${base}${GROUPS}?`)).toBe(true);
    expect(sent[0]?.authorization).toBe("Bearer token-1");
  });

  it.each(["https://proxy.example/arm", "http://127.0.0.1:9/azure"])(
    "leads links to the public address back to %s",
    async (endpoint) => {
      const { sent, gaps } = await look(endpoint, `https://management.azure.com${GROUPS}?page=2`);

      expect(gaps).toEqual([]);
      expect(sent[1]?.url.startsWith(`${endpoint}${GROUPS}?page=2`)).toBe(true);
    },
  );

  it.each([undefined, "https://proxy.example/arm", "http://127.0.0.1:9/azure"])(
    "takes the token to no other place, asked at %s",
    async (endpoint) => {
      const { sent, gaps } = await look(endpoint, "https://elsewhere.example/subscriptions?page=2");

      expect(sent).toHaveLength(1);
      expect(gaps).toMatchObject([{ message: expect.stringContaining("elsewhere.example") }]);
    },
  );
});
