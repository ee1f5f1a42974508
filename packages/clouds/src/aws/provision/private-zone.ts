import type { HostedZone, VPCRegion } from "@aws-sdk/client-route-53";
import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { isRefusedBy } from "../sdk-calls.ts";
import { type AwsBuilder, placeOf } from "./aws-builder.ts";
import { DnsName, VpcId } from "./aws-words.ts";
import { unlessGone } from "./take-away.ts";

const Desired = z.strictObject({ name: DnsName, vpcId: VpcId });
type Desired = z.infer<typeof Desired>;

/**
 * A zone that one VPC's resolver answers from. A zone is known again by the reference it was made with, which makes a second
 * request of the same step the same zone.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html (read 2026-11)
 */
export function privateZone(aws: AwsBuilder): Provisioner {
  const find = async (step: ResolvedStep, { name, vpcId }: Desired): Promise<HostedZone | undefined> => {
    const { HostedZoneSummaries = [] } = await aws.route53(placeOf(step), "ListHostedZonesByVPC", (client, sdk) =>
      client.send(new sdk.ListHostedZonesByVPCCommand({ VPCId: vpcId, VPCRegion: step.regionId as VPCRegion })),
    );
    const there = HostedZoneSummaries.find((zone) => zone.Name === `${name}.`);
    if (there?.HostedZoneId === undefined) return undefined;
    return zoneOf(aws, step, there.HostedZoneId);
  };
  const observe = async (step: ResolvedStep): Promise<ObservedResource | undefined> => {
    const found = await find(step, readDesired(Desired, step));
    return found && shown(step, found);
  };
  return {
    resource: "aws.private-zone",
    desired: Desired,
    typicalMs: 60_000,
    observe,
    async ensure(step) {
      const wanted = readDesired(Desired, step);
      const zone = (await find(step, wanted)) ?? (await make(aws, step, wanted));
      if (!zone) return { state: "pending", isOurs: true, ids: {}, outputs: {}, differs: [] };
      const there = shown(step, zone);
      if (there.isOurs) await tag(aws, step, there.ids.zoneId ?? "");
      return there;
    },
    async remove(step, { ids }) {
      const found = ids.zoneId === undefined ? await observe(step) : undefined;
      const Id = ids.zoneId ?? (found?.isOurs ? found.ids.zoneId : undefined);
      if (Id === undefined) return "removed";
      await unlessGone(() =>
        aws.route53(placeOf(step), "DeleteHostedZone", (client, sdk) =>
          client.send(new sdk.DeleteHostedZoneCommand({ Id })),
        ),
      );
      return "removed";
    },
  };
}

const zoneOf = async (aws: AwsBuilder, step: ResolvedStep, Id: string): Promise<HostedZone | undefined> => {
  const { HostedZone: zone } = await aws.route53(placeOf(step), "GetHostedZone", (client, sdk) =>
    client.send(new sdk.GetHostedZoneCommand({ Id })),
  );
  return zone;
};

/** One for each step of each run. */
const referenceOf = ({ tags }: ResolvedStep): string => `${tags["skylane:run"]}/${tags["skylane:step"]}`.slice(0, 128);

/** `undefined` = it was made before, and the list does not show it yet. */
async function make(aws: AwsBuilder, step: ResolvedStep, { name, vpcId }: Desired): Promise<HostedZone | undefined> {
  try {
    const { HostedZone: zone } = await aws.route53(placeOf(step), "CreateHostedZone", (client, sdk) =>
      client.send(
        new sdk.CreateHostedZoneCommand({
          Name: name,
          CallerReference: referenceOf(step),
          VPC: { VPCId: vpcId, VPCRegion: step.regionId as VPCRegion },
          HostedZoneConfig: { PrivateZone: true, Comment: "made by Skylane" },
        }),
      ),
    );
    return zone;
  } catch (error) {
    if (isRefusedBy(["HostedZoneAlreadyExists"], error)) return undefined;
    throw error;
  }
}

/** A zone cannot be made with its tags. */
const tag = (aws: AwsBuilder, step: ResolvedStep, ResourceId: string): Promise<unknown> =>
  aws.route53(placeOf(step), "ChangeTagsForResource", (client, sdk) =>
    client.send(
      new sdk.ChangeTagsForResourceCommand({
        ResourceType: "hostedzone",
        ResourceId,
        AddTags: Object.entries(step.tags).map(([Key, Value]) => ({ Key, Value: Value.slice(0, 256) })),
      }),
    ),
  );

function shown(step: ResolvedStep, { Id = "", CallerReference }: HostedZone): ObservedResource {
  const zoneId = Id.replace(/^\/hostedzone\//, "");
  return {
    state: "ready",
    isOurs: CallerReference === referenceOf(step),
    ids: { zoneId },
    outputs: { zoneId },
    differs: [],
  };
}
