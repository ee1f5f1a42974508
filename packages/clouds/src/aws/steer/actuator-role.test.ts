import type { Actuator, MoveRequest } from "@skylane/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { awsTwinForEachTest } from "../../../../../test/support/aws-steering.ts";
import { type FakeAws, FakeAwsError, startFakeAws } from "../discover/fake-aws.ts";
import { aws } from "../index.ts";

const NETWORK_ACCOUNT = "111122223333";
const OTHER_ACCOUNT = "444455556666";
const EXTERNAL_ID = "6f0c1c1f9b7e4d52";
const roleOf = (account: string) => ({
  roleArn: `arn:aws:iam::${account}:role/skylane-actuator`,
  externalId: EXTERNAL_ID,
});
const actuatorRoles = { [NETWORK_ACCOUNT]: roleOf(NETWORK_ACCOUNT), [OTHER_ACCOUNT]: roleOf(OTHER_ACCOUNT) };

const actuatorOf = (context: Parameters<typeof aws.actuators>[0] = { actuatorRoles }): Actuator => {
  const found = aws.actuators(context).find(({ id }) => id === "aws.tgw-route");
  if (!found) throw new Error("no actuator");
  return found;
};
const move = (settings: Readonly<Record<string, string>>): MoveRequest => ({
  groupId: "g",
  sideId: "s",
  prefixes: ["10.9.0.0/16"],
  settings: { regionId: "us-east-1", transitGatewayRouteTableId: "tgw-rtb-main", ...settings },
  from: { transitGatewayAttachmentId: "tgw-attach-dx" },
  to: { transitGatewayAttachmentId: "tgw-attach-vpn" },
});
const planned = (actuator: Actuator, accountId?: string) => {
  const [change] = actuator.plan(move(accountId === undefined ? {} : { accountId }));
  if (!change) throw new Error("no change");
  return change;
};
const why = (actuator: Actuator, settings: Readonly<Record<string, string>>): string | undefined =>
  actuator.settings.safeParse(move(settings).settings).error?.issues[0]?.message;

describe("clouds/aws/steer: whose account", () => {
  it("has to be said where there are several", () => {
    expect(why(actuatorOf(), {})).toContain("is needed where clouds.aws.accounts has several");
    expect(why(actuatorOf(), { accountId: OTHER_ACCOUNT })).toBeUndefined();
    expect(why(actuatorOf(), { accountId: "999900001111" })).toContain("not in clouds.aws.accounts");
    expect(why(actuatorOf(), { accountId: "prod" })).toContain("12 digits");
    expect(why(actuatorOf(), { accountId: OTHER_ACCOUNT, colour: "blue" })).toContain("Unrecognized key");
  });

  it("is the only one where there is one, and nobody's matter where no roles are configured", () => {
    const only = actuatorOf({ actuatorRoles: { [OTHER_ACCOUNT]: roleOf(OTHER_ACCOUNT) } });
    expect(why(only, {})).toBeUndefined();
    expect(planned(only).target.accountId).toBe(OTHER_ACCOUNT);
    const withoutRoles = actuatorOf({});
    expect(why(withoutRoles, {})).toBeUndefined();
    expect(planned(withoutRoles).target).not.toHaveProperty("accountId");
  });
});

describe("clouds/aws/steer: the actuator role", () => {
  let fake: FakeAws;
  const keys: string[] = [];
  let refused: ReadonlySet<string>;
  beforeEach(async () => {
    refused = new Set();
    keys.length = 0;
    fake = await startFakeAws((operation, text) => {
      if (operation !== "sts:AssumeRole") return undefined;
      const form = new URLSearchParams(text);
      const account = form.get("RoleArn")?.split(":")[4] ?? "";
      keys.push(`${form.get("RoleArn")} ${form.get("ExternalId")} ${form.get("RoleSessionName")}`);
      if (refused.has(account))
        throw new FakeAwsError(403, "AccessDenied", "not authorized to perform: sts:AssumeRole");
      return `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA${account}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
    });
    vi.stubEnv("AWS_ENDPOINT_URL", fake.url);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "hub");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "hub");
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await fake.close();
  });

  it("is assumed in the account of the change, with its ExternalId, once", async () => {
    const actuator = actuatorOf();
    await actuator.snapshot(planned(actuator, OTHER_ACCOUNT));
    await actuator.snapshot(planned(actuator, OTHER_ACCOUNT));
    await actuator.snapshot(planned(actuator, NETWORK_ACCOUNT));

    expect(keys).toEqual([
      `arn:aws:iam::${OTHER_ACCOUNT}:role/skylane-actuator ${EXTERNAL_ID} skylane-actuator`,
      `arn:aws:iam::${NETWORK_ACCOUNT}:role/skylane-actuator ${EXTERNAL_ID} skylane-actuator`,
    ]);
  });

  it("that refuses stops the change before AWS is asked for anything, and says what to do", async () => {
    refused = new Set([OTHER_ACCOUNT]);
    const actuator = actuatorOf();

    const failed = actuator.apply(planned(actuator, OTHER_ACCOUNT));

    await expect(failed).rejects.toMatchObject({
      name: "ERR_CLOUD_DENIED",
      message: expect.stringMatching(
        /AssumeRole of arn:aws:iam::444455556666:role\/skylane-actuator.*HubActuatorRoleArns/,
      ),
    });
    expect(fake.asked).toEqual(["sts:AssumeRole"]);
  });

  it("is assumed for what was planned before there were roles, where one account can be meant", async () => {
    const { target, ...change } = planned(actuatorOf({}));
    expect(target).not.toHaveProperty("accountId");

    await actuatorOf({ actuatorRoles: { [OTHER_ACCOUNT]: roleOf(OTHER_ACCOUNT) } }).snapshot({ ...change, target });
    expect(keys).toEqual([expect.stringContaining(roleOf(OTHER_ACCOUNT).roleArn)]);
    await expect(actuatorOf().snapshot({ ...change, target })).rejects.toThrow("no role for account (none)");
  });

  it("is never left out for an account that is not configured", async () => {
    const actuator = actuatorOf();
    const change = {
      ...planned(actuator, OTHER_ACCOUNT),
      target: { ...planned(actuator, OTHER_ACCOUNT).target, accountId: "999900001111" },
    };

    await expect(actuator.apply(change)).rejects.toMatchObject({
      name: "ERR_CLOUD_DENIED",
      message: expect.stringContaining("no role for account 999900001111"),
    });
    expect(fake.asked).toEqual([]);
  });
});

describe("clouds/aws/steer: the actuator role in a world", () => {
  const lab = awsTwinForEachTest();

  it("moves the route of its account, and takes it back", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL_STS", lab().twin.apiUrl);
    const actuator = actuatorOf();
    const change = planned(actuator, NETWORK_ACCOUNT);
    const before = await actuator.snapshot(change);

    expect(await actuator.apply(change)).toBe("applied");
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
    expect(lab().twin.world.routing.staticRoutes.get("tgw-rtb-main")?.get("10.9.0.0/16")).toBe("tgw-attach-vpn");
    expect(await actuator.restore(change, before)).toBe("restored");
  });
});
