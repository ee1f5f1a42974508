import { rules } from "@skylane/core";

/** The hub's own rule for what AWS tells of changes; what it does not take is not worth sending. */
const changes = rules.find(({ name }) => name === "discover-on-change")?.pattern;

/** Events leave an account only if they are about its links; the hub takes no others either. */
export interface Forwarded {
  readonly description: string;
  readonly pattern: Readonly<Record<string, unknown>>;
}

/** Rules on the default bus, by name. An alarm on several metrics has no single meaning to the hub, but is in its record. */
export const forwarded: Readonly<Record<string, Forwarded>> = {
  "link-alarms": {
    description: "Alarms on metrics of links",
    pattern: {
      source: ["aws.cloudwatch"],
      "detail-type": ["CloudWatch Alarm State Change"],
      detail: {
        configuration: {
          metrics: { metricStat: { metric: { namespace: ["AWS/VPN", "AWS/DX", "AWS/TransitGateway"] } } },
        },
      },
    },
  },
  "link-states": {
    description: "States of VPN tunnels and BGP sessions; Network Manager tells them in us-west-2 only",
    pattern: { source: ["aws.networkmanager"], "detail-type": ["Network Manager Status Update"] },
  },
  "link-health": {
    description: "Events and planned work of the services that links are made of",
    pattern: {
      source: ["aws.health"],
      "detail-type": ["AWS Health Event"],
      detail: { service: ["DIRECTCONNECT", "VPN", "TRANSITGATEWAY", "INTERCONNECT"] },
    },
  },
  "link-changes": {
    description: "Changes of Direct Connect and of Network Manager",
    pattern: { ...changes, source: ["aws.directconnect", "aws.networkmanager"] },
  },
  "network-changes": {
    description: "Changes of networks, gateways and routes; none of machines or disks",
    pattern: {
      source: ["aws.ec2"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        errorCode: [{ exists: false }],
        eventName: ["Vpc", "Subnet", "Route", "Gateway", "Vpn", "CidrBlock"].map((noun) => ({ wildcard: `*${noun}*` })),
      },
    },
  },
};

/** As long as the hub takes them. */
export const MAX_EVENT_AGE_SECONDS = Math.max(
  ...rules
    .filter(({ name }) => ["relay-alarm", "discover-on-change"].includes(name))
    .map((rule) => rule.maxEventAgeSeconds),
);
