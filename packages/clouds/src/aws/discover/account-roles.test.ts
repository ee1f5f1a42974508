import { afterEach, describe, expect, it, vi } from "vitest";
import { anInventory } from "../../../../../test/support/topologies.ts";
import { scopesOf } from "../../discovery-scopes.ts";
import { discoverAws } from "./discover-aws.ts";
import { type FakeAws, FakeAwsError, startFakeAws } from "./fake-aws.ts";

const EXTERNAL_ID = "6f0c1c1f9b7e4d52";
const NOW_MS = 1_795_000_000_000;

/** STS that lets in who says the ExternalId and asks for the observer of an account that has one. */
const trusting = (accounts: readonly string[]) => (operation: string, text: string) => {
  if (operation === "ec2:DescribeVpcs")
    return "<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet></DescribeVpcsResponse>";
  if (operation !== "sts:AssumeRole") return undefined;
  const form = new URLSearchParams(text);
  const [, account = "", role] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(form.get("RoleArn") ?? "") ?? [];
  if (role !== "skylane-observer" || form.get("ExternalId") !== EXTERNAL_ID || !accounts.includes(account))
    throw new FakeAwsError(
      403,
      "AccessDenied",
      `User: arn:aws:sts::111122223333:assumed-role/skylane-discover-cloud/x is not authorized to perform: sts:AssumeRole on resource: ${form.get("RoleArn")}`,
    );
  return `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA${account}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${new Date(NOW_MS + 3_600_000).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
};

let fake: FakeAws | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake?.close();
});

const look = async (externalId: string) => {
  fake = await startFakeAws(trusting(["444455556666"]));
  vi.stubEnv("AWS_ENDPOINT_URL", fake.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "hub");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "hub");
  vi.stubEnv("AWS_REGION", "us-east-1");
  const { aws } = scopesOf(
    anInventory({
      clouds: {
        aws: {
          roles: { externalId },
          accounts: ["444455556666", "999900001111"].map((id) => ({ id, regions: ["us-east-1"] })),
        },
      },
    }),
  );
  if (!aws) throw new Error("no scope");
  return discoverAws()({ ...aws, concurrency: 8, nowMs: () => NOW_MS });
};

describe("clouds/aws/discover: roles of accounts", () => {
  it("looks into each account by its observer, once asked for, and says which does not let it in and why", async () => {
    const { networks, gaps } = await look(EXTERNAL_ID);

    expect(networks.map(({ accountId }) => accountId)).toEqual(["444455556666"]);
    const refused = gaps.filter(({ reason }) => reason === "denied");
    expect(refused).toMatchObject([
      { accountId: "999900001111", operation: "sts:AssumeRole", permission: "sts:AssumeRole" },
    ]);
    expect(refused[0]?.message).toContain("arn:aws:iam::999900001111:role/skylane-observer");
    expect(refused[0]?.todo).toContain("HubObserverRoleArns and ExternalId");
    expect(fake?.asked.filter((operation) => operation === "sts:AssumeRole")).toHaveLength(2);
    // whose the credentials at hand are is nothing to it
    expect(fake?.asked).not.toContain("sts:GetCallerIdentity");
  });

  it("sees nothing with another's ExternalId", async () => {
    const { networks, gaps } = await look("somebody-else-0000");

    expect(networks).toEqual([]);
    expect(
      gaps
        .filter(({ reason }) => reason === "denied")
        .map(({ accountId }) => accountId)
        .sort(),
    ).toEqual(["444455556666", "999900001111"]);
    expect(fake?.asked.filter((operation) => !operation.startsWith("sts:"))).toEqual([]);
  });
});
