import { describe, expect, it } from "vitest";
import { explainAws } from "./explain-aws.ts";

const scope = { accountId: "111122223333", regionId: "eu-west-1", operation: "ec2:DescribeVpcs" };
const thrown = (name: string, message: string, httpStatusCode?: number): Error =>
  Object.assign(new Error(message), { name, ...(httpStatusCode !== undefined && { $metadata: { httpStatusCode } }) });

describe("clouds/aws/explain-aws", () => {
  it.each([
    ["UnauthorizedOperation", 403, "denied", "allow ec2:DescribeVpcs in eu-west-1"],
    ["AccessDeniedException", 400, "denied", "allow ec2:DescribeVpcs"],
    ["Anything", 403, "denied", "read policy for AWS"],
    ["ExpiredToken", 400, "credentials", "aws sso login"],
    ["RequestExpired", 400, "credentials", "AWS_PROFILE"],
    ["CredentialsProviderError", undefined, "credentials", "AWS_ACCESS_KEY_ID"],
    ["SignatureDoesNotMatch", 403, "credentials", "aws sts get-caller-identity"],
    ["AuthFailure", 401, "not-enabled", "aws account enable-region --region-name eu-west-1"],
    ["UnrecognizedClientException", 403, "not-enabled", "enable-region"],
    ["OptInRequired", 401, "not-enabled", "does not offer it"],
    ["UnknownOperationException", 404, "not-enabled", "nothing if ec2 is not in use there"],
    ["RequestLimitExceeded", 503, "throttled", "fewer Regions"],
    ["Whatever", 429, "throttled", "look again later"],
    ["TimeoutError", undefined, "timeout", "more time"],
    ["AbortError", undefined, "timeout", "more time"],
    ["InternalError", 500, "unavailable", "AWS_ENDPOINT_URL"],
    ["TypeError", undefined, "not-understood", "report this"],
  ])("words %s with status %s as %s", (name, status, reason, todo) => {
    const explained = explainAws(thrown(name, "the vendor's words", status), scope);

    expect(explained).toMatchObject({ reason, message: expect.stringContaining("the vendor's words") });
    expect(explained.message).toContain(name);
    expect(explained.todo).toContain(todo);
    expect(explained.permission).toBe(reason === "denied" ? "ec2:DescribeVpcs" : undefined);
  });

  it.each([
    ["UnknownOperationException", "no such service", 404, "not-enabled"],
    ["Error", "getaddrinfo ENOTFOUND interconnect.eu-west-1.api.aws", undefined, "not-enabled"],
    ["AccessDeniedException", "", 400, "not-enabled"],
    ["AccessDeniedException", "not authorized to perform: interconnect:ListConnections", 400, "denied"],
    ["ECONNREFUSED", "refused", undefined, "unavailable"],
  ])("takes %s (%s) of AWS Interconnect for %s: it is not everywhere", (name, message, status, reason) => {
    const operation = "interconnect:ListConnections";

    expect(explainAws(thrown(name, message, status), { ...scope, operation }).reason).toBe(reason);
  });

  it("takes unknown keys at STS for wrong credentials, not for a Region that is off", () => {
    const operation = "sts:GetCallerIdentity";

    expect(explainAws(thrown("InvalidClientTokenId", "no", 403), { ...scope, operation })).toMatchObject({
      reason: "credentials",
      todo: expect.stringContaining("aws sso login"),
    });
  });

  it("names what is missing where a role cannot be assumed", () => {
    const explained = explainAws(thrown("AccessDenied", "no", 403), { ...scope, operation: "sts:AssumeRole" });

    expect(explained).toMatchObject({ reason: "denied", permission: "sts:AssumeRole" });
    expect(explained.todo).toContain("trust policy of the role in 111122223333");
  });

  it("knows a broken connection by its code, and cuts long messages", () => {
    const refused = Object.assign(new Error("connect 127.0.0.1:1"), { code: "ECONNREFUSED" });

    expect(explainAws(refused, scope)).toMatchObject({
      reason: "unavailable",
      message: expect.stringMatching(/^ECONNREFUSED: /),
    });
    expect(explainAws(new Error("x".repeat(9_000)), scope).message).toHaveLength(500);
    expect(explainAws("just text", scope)).toMatchObject({ reason: "not-understood" });
  });
});
