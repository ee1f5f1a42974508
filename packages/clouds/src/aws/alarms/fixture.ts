/** Notices in the forms of AWS's own examples (documentation pages of the three sources, read 2026-11-21), with other ids. */
const envelope = (source: string, detailType: string, detail: object, resources: readonly string[] = []) => ({
  version: "0",
  id: "c4c1c1c9-6542-e61b-6ef0-8c4d36933a92",
  "detail-type": detailType,
  source,
  account: "111122223333",
  time: "2026-11-21T14:00:00Z",
  region: "us-east-1",
  resources,
  detail,
});

export const alarmArn = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:vpn-use1-1 down";

/** An alarm of CloudWatch on one metric that went to `value`. */
export const cloudWatchAlarm = (more: {
  readonly namespace?: string;
  readonly metric?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly value?: string;
  readonly datapoints?: readonly number[];
  readonly alarmName?: string;
}) =>
  envelope(
    "aws.cloudwatch",
    "CloudWatch Alarm State Change",
    {
      alarmName: more.alarmName ?? "vpn-use1-1 down",
      configuration: {
        description: "Both tunnels are down",
        metrics: [
          {
            id: "30b6c6b2-a864-43a2-4877-c09a1afc3b87",
            metricStat: {
              metric: {
                dimensions: more.dimensions ?? { VpnId: "vpn-0a1b2c3d4e5f60718" },
                name: more.metric ?? "TunnelState",
                namespace: more.namespace ?? "AWS/VPN",
              },
              period: 60,
              stat: "Maximum",
            },
            returnData: true,
          },
        ],
      },
      previousState: { reason: "Threshold Crossed", timestamp: "2026-11-21T13:00:00.000+0000", value: "OK" },
      state: {
        reason: "Threshold Crossed: 1 out of the last 1 datapoints was less than the threshold (1.0)",
        ...(more.datapoints && {
          reasonData: JSON.stringify({
            version: "1.0",
            queryDate: "2026-11-21T14:00:00.000+0000",
            startDate: "2026-11-21T13:59:00.000+0000",
            statistic: "Maximum",
            period: 60,
            recentDatapoints: more.datapoints,
            threshold: 1,
          }),
        }),
        timestamp: "2026-11-21T14:00:00.123+0000",
        value: more.value ?? "ALARM",
      },
    },
    [alarmArn],
  );

/** A state of a VPN tunnel, as Network Manager tells it. */
export const tunnelStatus = (changeType: string, more: object = {}) =>
  envelope(
    "aws.networkmanager",
    "Network Manager Status Update",
    {
      changeType,
      changeDescription: "IPsec for a VPN connection has gone down.",
      region: "us-east-1",
      transitGatewayArn: "arn:aws:ec2:us-east-1:111122223333:transit-gateway/tgw-1",
      transitGatewayAttachmentArn: "arn:aws:ec2:us-east-1:111122223333:transit-gateway-attachment/tgw-attach-1",
      vpnConnectionArn: "arn:aws:ec2:us-east-1:111122223333:vpn-connection/vpn-0a1b2c3d4e5f60718",
      outsideIpAddress: "198.51.100.3",
      ...more,
    },
    ["arn:aws:networkmanager::111122223333:global-network/global-network-1"],
  );

/** Planned work, as AWS Health tells it. */
export const healthEvent = (more: object = {}) =>
  envelope(
    "aws.health",
    "AWS Health Event",
    {
      eventArn:
        "arn:aws:health:us-east-1::event/DIRECTCONNECT/AWS_DIRECTCONNECT_MAINTENANCE_SCHEDULED/AWS_DIRECTCONNECT_MAINTENANCE_SCHEDULED_84BD",
      service: "DIRECTCONNECT",
      eventTypeCode: "AWS_DIRECTCONNECT_MAINTENANCE_SCHEDULED",
      eventTypeCategory: "scheduledChange",
      eventScopeCode: "ACCOUNT_SPECIFIC",
      communicationId: "1",
      startTime: "Sat, 5 Dec 2026 19:00:00 GMT",
      endTime: "Sat, 5 Dec 2026 22:00:00 GMT",
      lastUpdatedTime: "Sat, 21 Nov 2026 14:00:00 GMT",
      statusCode: "upcoming",
      eventRegion: "us-east-1",
      eventDescription: [{ language: "en_US", latestDescription: "Planned maintenance" }],
      affectedEntities: [{ entityValue: "dxcon-fgv0etma" }, { entityValue: "dxvif-fgcoi6fa" }],
      page: "1",
      totalPages: "1",
      affectedAccount: "111122223333",
      ...more,
    },
    ["dxcon-fgv0etma"],
  );
