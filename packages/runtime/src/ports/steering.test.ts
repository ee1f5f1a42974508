import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { loadSettings } from "../settings.ts";
import { randomIds, systemClock } from "../time.ts";
import { steering } from "./steering.ts";
import type { Part, Surroundings } from "./surroundings.ts";

const roles = {
  observer: "skylane-observer",
  actuator: "skylane-actuator",
  provisioner: "skylane-provisioner",
  externalId: "6f0c1c1f9b7e4d52",
};
const settings = { regionId: "us-east-1", transitGatewayRouteTableId: "tgw-rtb-main" };
const steered = () =>
  aConfig().groups.map((group) => ({
    ...group,
    sides: group.sides.map(({ id, networkId }, i) => ({
      id,
      networkId,
      ...(i === 0 && { steering: { actuator: "aws.tgw-route", settings } }),
    })) as unknown as typeof group.sides,
    paths: group.paths.map((path, i) => ({
      ...path,
      handles: { [group.sides[0].id]: { transitGatewayAttachmentId: `tgw-attach-${i}` } },
    })),
  }));
const make = async (accountIds: readonly string[]) => {
  const from: Surroundings = {
    settings: loadSettings({}),
    config: {
      ...aConfig(),
      groups: steered(),
      clouds: { aws: { roles, accounts: accountIds.map((id) => ({ id, regions: ["us-east-1"] })) } },
    },
    clock: systemClock,
    ids: randomIds,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    the: <Value>(part: Part<Value>): Value => part.make(from),
  };
  return steering.make(from);
};
const planned = async (accountIds: readonly string[], more: object = {}) =>
  (await make(accountIds)).actuator("aws.tgw-route").plan({
    groupId: "g",
    sideId: "s",
    prefixes: ["10.9.0.0/16"],
    settings: { ...settings, ...more },
    from: { transitGatewayAttachmentId: "tgw-attach-a" },
    to: { transitGatewayAttachmentId: "tgw-attach-b" },
  });

describe("runtime/ports/steering", () => {
  it("steers in the account of the configuration", async () => {
    expect(await planned(["111122223333"])).toMatchObject([{ target: { accountId: "111122223333" } }]);
  });

  it("is not made of a configuration that leaves open whose route table it is", async () => {
    await expect(make(["111122223333", "444455556666"])).rejects.toMatchObject({
      name: "ERR_ACTUATOR_UNKNOWN",
      message: expect.stringContaining("accountId: is needed where clouds.aws.accounts has several"),
    });
  });
});
