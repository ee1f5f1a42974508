import { RestError } from "@azure/core-rest-pipeline";
import { describe, expect, it } from "vitest";
import { AzureSignInError } from "./connect-azure.ts";
import { discoverAzure } from "./discover-azure.ts";
import { explainAzure } from "./explain-azure.ts";
import { fakeArm } from "./fake-arm.ts";

const scope = {
  accountId: "s",
  regionId: "eastus",
  operation: "Microsoft.Network/connections/read in resource group rg",
};
const rest = (statusCode: number, code: string): RestError => new RestError("told by Azure", { statusCode, code });

describe("clouds/azure/explain-azure", () => {
  it.each([
    [rest(401, "ExpiredAuthenticationToken"), "credentials", "az login"],
    [rest(403, "AuthorizationFailed"), "denied", "Microsoft.Network/connections/read"],
    [rest(404, "SubscriptionNotFound"), "denied", "clouds.azure.accounts"],
    [rest(404, "ResourceNotFound"), "unavailable", "look again"],
    [rest(408, "RequestTimeout"), "timeout", "later"],
    [rest(409, "MissingSubscriptionRegistration"), "not-enabled", "az provider register"],
    [rest(409, "AnotherOperationInProgress"), "unavailable", "another operation"],
    [rest(429, "TooManyRequests"), "throttled", "fewer calls"],
    [rest(503, "ServiceUnavailable"), "unavailable", "look again"],
    [new RestError("getaddrinfo ENOTFOUND", { code: "REQUEST_SEND_ERROR" }), "unavailable", "endpoint"],
    [new AzureSignInError("no"), "credentials", "AZURE_ACCESS_TOKEN"],
    [new DOMException("stopped", "AbortError"), "timeout", "more time"],
    [new TypeError("Cannot read properties of undefined"), "not-understood", "report"],
    ["a text", "not-understood", "report"],
  ])("says of %s why, and what to do", (error, reason, todo) => {
    const explained = explainAzure(error, scope);

    expect(explained.reason).toBe(reason);
    expect(explained.todo).toContain(todo);
    expect(explained.permission).toBe(
      error instanceof RestError && error.statusCode === 403 ? "Microsoft.Network/connections/read" : undefined,
    );
  });

  it("says once that a token is no longer good, however many subscriptions it is shown to", async () => {
    const httpClient = fakeArm(() => ({
      statusCode: 401,
      body: { error: { code: "ExpiredAuthenticationToken", message: "The access token expiry UTC time is earlier." } },
    }));
    const discover = discoverAzure({}, { environment: { AZURE_ACCESS_TOKEN: "old" }, httpClient });
    const found = await discover({
      accounts: [{ id: "s1" }, { id: "s2" }],
      regions: [],
      concurrency: 2,
      nowMs: () => 1,
    });

    expect(found.gaps).toMatchObject([
      { reason: "credentials", message: expect.stringContaining("ExpiredAuthenticationToken") },
    ]);
  });
});
