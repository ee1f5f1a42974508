/** A Pub/Sub message with a notification in the form of Cloud Monitoring's schema 1.2 (read 2026-11-21). */
export const pubSubNotification = (incident: object = {}, version = "1.2") =>
  pubSubMessage(
    JSON.stringify({
      incident: {
        incident_id: "0.opqiw61fsv7p",
        scoping_project_id: "network-prod",
        scoping_project_number: 12345,
        url: "https://console.cloud.google.com/monitoring/alerting/incidents/0.opqiw61fsv7p",
        started_at: 1_795_269_600,
        ended_at: null,
        state: "open",
        summary: "tunnel_established is below the threshold of 1.000 with a value of 0.000.",
        observed_value: "0.000",
        resource: {
          type: "vpn_gateway",
          labels: { project_id: "network-prod", region: "us-central1", gateway_id: "123" },
        },
        resource_type_display_name: "Cloud VPN Gateway",
        metric: {
          type: "vpn.googleapis.com/tunnel_established",
          displayName: "Tunnel established",
          labels: { tunnel_name: "vpn-usc1-1", gateway_name: "gw" },
        },
        policy_name: "VPN tunnel down",
        condition_name: "Tunnel established < 1",
        threshold_value: "1",
        ...incident,
      },
      version,
    }),
  );

export const pubSubMessage = (text: string) => ({
  specversion: "1.0",
  id: "1",
  type: "google.cloud.pubsub.topic.v1.messagePublished",
  source: "//pubsub.googleapis.com/projects/network-prod/topics/alarms",
  time: "2026-11-21T14:00:01Z",
  data: {
    message: { data: Buffer.from(text).toString("base64"), messageId: "1", publishTime: "2026-11-21T14:00:01Z" },
    subscription: "projects/network-prod/subscriptions/alarms",
  },
});
