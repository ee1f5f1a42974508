import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Alert, Log } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { escapeMrkdwn, slackMessage } from "../slack/slack-blocks.ts";
import { alertChannels } from "./channels.ts";
import { pagerdutyChannel, pagerdutyEvent } from "./pagerduty.ts";
import { slackChannel } from "./slack.ts";

const alert = {
  id: "1",
  urgency: "page",
  action: "trigger",
  dedupKey: "skylane:fo-g-1",
  title: "g: <!channel> & more",
  lines: ["one", "two"],
  groupId: "g",
  incidentId: "fo-g-1",
  atMs: 0,
} as unknown as Alert;
const noThreads = { find: async () => undefined, open: async () => undefined };
const noPause = async (): Promise<void> => undefined;

/** A server that answers these statuses in turn and keeps what it was sent. */
async function receiver(...statuses: number[]) {
  const bodies: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request
      .on("data", (chunk) => (text += chunk))
      .on("end", () => {
        bodies.push(JSON.parse(text));
        response.writeHead(statuses[bodies.length - 1] ?? 500).end();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    bodies,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    close: () => server.close(),
  };
}

describe("runtime/alerts", () => {
  it("posts to Slack as plain text, so that no name becomes a mention", async () => {
    const slack = await receiver(200);

    expect(await slackChannel(slack.url, noPause).send(alert)).toEqual({ outcome: "delivered" });
    expect(slack.bodies[0]).toEqual(slackMessage(alert));
    expect(JSON.stringify(slack.bodies[0])).not.toContain("mrkdwn");
    expect(escapeMrkdwn("<!channel> & more")).toBe("&lt;!channel&gt; &amp; more");
    slack.close();
  });

  it("tries again when the other side is busy, not when it refuses", async () => {
    const busy = await receiver(503, 429, 200);
    const strict = await receiver(400, 200);

    expect(await pagerdutyChannel("key", noPause, busy.url).send(alert)).toEqual({ outcome: "delivered" });
    expect(await pagerdutyChannel("key", noPause, strict.url).send(alert)).toEqual({
      outcome: "failed",
      reason: "answered 400",
    });
    expect([busy.bodies.length, strict.bodies.length]).toEqual([3, 1]);
    busy.close();
    strict.close();
  });

  it("says why it failed without the address, which is a secret", async () => {
    const { outcome, reason } = await slackChannel("http://127.0.0.1:1/secret-hook", noPause).send(alert);

    expect(outcome).toBe("failed");
    expect(reason).not.toContain("secret-hook");
  });

  it("folds repeats into one PagerDuty incident and resolves it by the same key", () => {
    expect(pagerdutyEvent(alert, "key")).toMatchObject({
      event_action: "trigger",
      dedup_key: "skylane:fo-g-1",
      payload: { severity: "critical" },
    });
    expect(pagerdutyEvent({ ...alert, action: "resolve", urgency: "notice" }, "key")).toMatchObject({
      event_action: "resolve",
      dedup_key: "skylane:fo-g-1",
    });
  });

  it("prints what it has no credentials for", async () => {
    const printed: string[] = [];
    const { alerts } = aConfig((raw) => ({ ...raw, alerts: { slack: { webhookSecret: "slack-webhook" } } }));
    const log = { warn: (message: string) => void printed.push(message) } as unknown as Log;

    const channels = alertChannels(alerts, {
      secret: async () => undefined,
      slackUrl: "",
      log,
      threads: noThreads,
    });
    const results = await Promise.all(channels.map((channel) => channel.send(alert)));

    expect(results.map(({ outcome }) => outcome)).toEqual(["printed", "printed"]);
    expect(printed).toEqual(["alert", "alert"]);
  });
});
