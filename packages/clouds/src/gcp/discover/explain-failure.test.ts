import { describe, expect, it } from "vitest";
import { CredentialsError, explainFailure } from "./explain-failure.ts";

const at = { accountId: "p", regionId: "us-central1", operation: "compute.routers.aggregatedList" };
const failure = (status: number, message = "no", reason = "forbidden", details: object[] = []) => ({
  message: "Request failed",
  response: { status, data: { error: { code: status, message, errors: [{ message, reason }], details } } },
});

describe("clouds/gcp/explain-failure", () => {
  it.each([
    ["credentials", failure(401)],
    ["credentials", new CredentialsError("Could not load the default credentials")],
    ["credentials", { message: "invalid_grant", response: { status: 400, data: { error: "invalid_grant" } } }],
    ["denied", failure(403)],
    ["denied", failure(404, "not found", "notFound")],
    ["throttled", failure(429, "slow down", "rateLimitExceeded")],
    ["throttled", failure(403, "slow down", "rateLimitExceeded")],
    ["not-enabled", failure(403, "has not been used before or it is disabled", "accessNotConfigured")],
    ["not-enabled", failure(403, "disabled", "forbidden", [{ reason: "SERVICE_DISABLED" }])],
    ["unavailable", failure(503, "try later", "backendError")],
    ["unavailable", Object.assign(new Error("connect"), { code: "ECONNREFUSED" })],
    ["timeout", Object.assign(new Error("too long"), { code: "ETIMEDOUT" })],
    ["timeout", new DOMException("given up", "AbortError")],
    ["not-understood", failure(400, "bad field", "invalid")],
    ["not-understood", new TypeError("x is not a function")],
    ["not-understood", undefined],
  ])("calls it %s", (reason, error) => {
    const explained = explainFailure(error, at);

    expect(explained.reason).toBe(reason);
    expect(explained.message.length).toBeGreaterThan(0);
    expect(explained.todo.length).toBeGreaterThan(0);
  });

  it("names the permission that the answer names, or else the one the call needs", () => {
    const told = failure(403, "Required 'compute.routers.get' permission for 'projects/p'");

    expect(explainFailure(told, at).permission).toBe("compute.routers.get");
    expect(explainFailure(failure(403), at).permission).toBe("compute.routers.list");
    expect(explainFailure(failure(403), { ...at, operation: "compute.routers.getRouterStatus" }).permission).toBe(
      "compute.routers.get",
    );
  });
});
