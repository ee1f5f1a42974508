import { describe, expect, it } from "vitest";
import { discoverAzure } from "./discover-azure.ts";
import { fakeArm } from "./fake-arm.ts";

const seen: string[] = [];
const look = async (pages: Readonly<Record<string, { statusCode: number; body: unknown }>>) => {
  seen.length = 0;
  const httpClient = fakeArm((_, { url }) => {
    seen.push(url.slice("https://management.azure.com".length));
    return pages[url.slice("https://management.azure.com".length)];
  });
  return discoverAzure(
    {},
    { environment: { AZURE_ACCESS_TOKEN: "any" }, httpClient, pollMs: 1 },
  )({ accounts: [], regions: [], concurrency: 4, nowMs: () => 0 });
};
const FIRST = "/subscriptions?api-version=2022-12-01";
const page = (ids: readonly (readonly [id: string, state: string])[], nextLink?: string) => ({
  statusCode: 200,
  body: { value: ids.map(([subscriptionId, state]) => ({ subscriptionId, state })), ...(nextLink && { nextLink }) },
});

describe("clouds/azure/list-subscriptions", () => {
  it("reads every page, and leaves out what is disabled", async () => {
    const { gaps } = await look({
      [FIRST]: page(
        [
          ["one", "Enabled"],
          ["gone", "Disabled"],
        ],
        "https://management.azure.com/subscriptions?page=2",
      ),
      "/subscriptions?page=2": page([["two", "Warned"]]),
    });

    expect(gaps).toEqual([]);
    expect(
      seen
        .filter((path) => /resourcegroups/i.test(path))
        .map((path) => path.split("/")[2])
        .sort(),
    ).toEqual(["one", "two"]);
  });

  it("says what to do where the credentials see none, or may not ask", async () => {
    expect((await look({ [FIRST]: page([]) })).gaps).toMatchObject([
      { reason: "credentials", todo: expect.stringContaining("AZURE_SUBSCRIPTION_ID") },
    ]);
    expect(
      (await look({ [FIRST]: { statusCode: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } } }))
        .gaps,
    ).toMatchObject([{ reason: "denied", operation: "Microsoft.Resources/subscriptions/read" }]);
  });

  it("does not follow a next page to anywhere else with the token", async () => {
    const { gaps } = await look({ [FIRST]: page([["one", "Enabled"]], "https://evil.example/subscriptions") });

    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.message).toContain("not followed");
  });
});
