import { rules } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { forwarded } from "../../infra/spoke/aws/patterns.ts";
import { cloudWatchAlarm, healthEvent, tunnelStatus } from "../../packages/clouds/src/aws/alarms/fixture.ts";
import { compilePattern, matchesPattern } from "../../packages/local/src/patterns/index.ts";

const apiCall = (source: string, eventName: string, more: object = {}) => ({
  version: "0",
  id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
  "detail-type": "AWS API Call via CloudTrail",
  source,
  account: "444455556666",
  time: "2026-11-21T14:00:00Z",
  region: "us-east-1",
  resources: [],
  detail: {
    eventVersion: "1.11",
    eventSource: `${source.slice(4)}.amazonaws.com`,
    eventName,
    readOnly: false,
    ...more,
  },
});

const about = {
  "link-alarms": [
    cloudWatchAlarm({}),
    cloudWatchAlarm({ namespace: "AWS/DX", metric: "VirtualInterfaceBgpStatus" }),
    cloudWatchAlarm({ namespace: "AWS/TransitGateway", metric: "PacketDropCountNoRoute", value: "OK" }),
  ],
  "link-states": [tunnelStatus("VPN-CONNECTION-IPSEC-DOWN")],
  "link-health": [healthEvent(), healthEvent({ service: "VPN", eventTypeCategory: "issue" })],
  "link-changes": [
    apiCall("aws.directconnect", "DeleteVirtualInterface"),
    apiCall("aws.networkmanager", "UpdateVpcAttachment"),
  ],
  "network-changes": [
    "AcceptVpcPeeringConnection",
    "AssociateVpcCidrBlock",
    "AttachInternetGateway",
    "CreateTransitGatewayRoute",
    "DeleteVpnConnection",
    "DisableVgwRoutePropagation",
    "ModifySubnetAttribute",
    "ReplaceRoute",
  ].map((name) => apiCall("aws.ec2", name)),
} satisfies Readonly<Record<keyof typeof forwarded, readonly object[]>>;

const nobodysBusiness = [
  cloudWatchAlarm({ namespace: "AWS/Billing", metric: "EstimatedCharges" }),
  healthEvent({ service: "EC2" }),
  ...["RunInstances", "CreateVolume", "CreateTags", "ModifyInstanceAttribute"].map((name) => apiCall("aws.ec2", name)),
  apiCall("aws.ec2", "ReplaceRoute", { errorCode: "Client.UnauthorizedOperation" }),
  apiCall("aws.iam", "CreateAccessKey"),
];

const compiled = Object.entries(forwarded).map(([name, { pattern }]) => ({
  name,
  pattern: compilePattern(JSON.stringify(pattern)),
}));
const sentBy = (event: object) =>
  compiled.filter(({ pattern }) => matchesPattern(pattern, event)).map(({ name }) => name);
const hub = rules.map(({ pattern }) => compilePattern(JSON.stringify(pattern)));

describe("infra/spoke/aws/patterns", () => {
  it.each(Object.entries(about))("%s: each is sent once, and the hub has a rule that takes it", (name, events) => {
    for (const event of events) {
      expect(sentBy(event)).toEqual([name]);
      expect(hub.some((pattern) => matchesPattern(pattern, event))).toBe(true);
    }
  });

  it("sends nothing of machines, bills, users, or calls that were refused", () => {
    for (const event of nobodysBusiness) expect(sentBy(event)).toEqual([]);
  });

  it("fits what EventBridge takes", () => {
    for (const { pattern } of Object.values(forwarded)) expect(JSON.stringify(pattern).length).toBeLessThan(2_048);
  });
});
