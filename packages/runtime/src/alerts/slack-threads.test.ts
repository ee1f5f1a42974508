import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Alert } from "@skylane/core";
import { tellRecord } from "@skylane/engine";
import { afterEach, describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../test/support/memory-deps.ts";
import { slackThreads } from "./slack-threads.ts";

const alert = (title: string, more: Partial<Alert> = {}) =>
  ({
    id: title,
    urgency: "notice",
    action: "trigger",
    dedupKey: "skylane:fo-g-1",
    title,
    lines: [],
    atMs: 0,
    ...more,
  }) as Alert;

interface Received {
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

describe("runtime/alerts/slack-threads", () => {
  const undo: (() => unknown)[] = [];
  afterEach(() => {
    for (const one of undo.splice(0)) one();
  });

  /** What Slack's chat.postMessage does: a message gets the next timestamp; what is queued up is answered instead. */
  async function fakeSlack(...instead: { status: number; headers?: Record<string, string>; body?: object }[]) {
    const received: Received[] = [];
    const server = createServer((request, response) => {
      let text = "";
      request
        .on("data", (chunk) => (text += chunk))
        .on("end", () => {
          received.push({ authorization: request.headers.authorization, body: JSON.parse(text) });
          const other = instead.shift();
          response.writeHead(other?.status ?? 200, other?.headers);
          response.end(JSON.stringify(other?.body ?? { ok: true, ts: `1700000000.00000${received.length}` }));
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    undo.push(() => server.close());
    const opened = new Map<string, { ts: string }>();
    const waits: number[] = [];
    const channel = (more: object = {}) =>
      slackThreads(
        {
          slackUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
          token: "xoxb-test",
          channel: "C0NET",
          threads: {
            find: async (key) => opened.get(key),
            open: async (key, thread) => void opened.set(key, opened.get(key) ?? thread),
          },
          ...more,
        },
        async (ms) => void waits.push(ms),
      );
    return { received, waits, channel };
  }

  it("the alerts of one incident are one thread, another's is another; a page is shown in the channel too", async () => {
    const { received, channel } = await fakeSlack();

    await channel().send(alert("moved"));
    await channel().send(alert("undone", { urgency: "page" }));
    await channel().send(alert("other", { dedupKey: "skylane:fo-g-2" }));

    expect(received.map(({ body }) => [body.channel, body.thread_ts, body.reply_broadcast])).toEqual([
      ["C0NET", undefined, undefined],
      ["C0NET", "1700000000.000001", true],
      ["C0NET", undefined, undefined],
    ]);
    expect(received[0]?.authorization).toBe("Bearer xoxb-test");
  });

  it("waits as long as Slack asks for", async () => {
    const { waits, channel, received } = await fakeSlack(
      { status: 429, headers: { "retry-after": "7" }, body: {} },
      { status: 503, body: {} },
    );

    expect(await channel().send(alert("moved"))).toEqual({ outcome: "delivered" });
    expect([waits, received.length]).toEqual([[7_000, 2_000], 3]);
  });

  it("says why Slack refused it, and goes by the webhook where there is one", async () => {
    const refusal = { status: 200, body: { ok: false, error: "channel_not_found" } };
    const { channel } = await fakeSlack(refusal, refusal);
    const webhook = { name: "slack", send: async () => ({ outcome: "delivered" as const }) };

    expect(await channel().send(alert("a"))).toEqual({ outcome: "failed", reason: "channel_not_found" });
    expect(await channel({ fallback: webhook }).send(alert("b"))).toEqual({ outcome: "delivered" });
  });

  it("an incident that is over gets its record into its thread, once", async () => {
    const { received, channel } = await fakeSlack();
    const deps = { ...memoryDeps(aConfig()), channels: [channel(), { name: "pagerduty", send: channel().send }] };
    await deps.incidents.save({
      id: "fo-g-1",
      groupId: "g",
      status: "failed-back",
      trigger: { kind: "manual", pathId: "dx" },
      fromPathId: "dx",
      toPathId: "vpn",
      openedAtMs: 1_000_000,
      preImages: [],
      timeline: [{ atMs: 1_000_000, what: "<!channel> asked for the move" }],
    } as unknown as Parameters<typeof deps.incidents.save>[0]);
    await channel().send(alert("moved"));

    await tellRecord(deps, "fo-g-1" as Parameters<typeof tellRecord>[1]);
    const told = received.slice(1);
    await tellRecord(deps, "fo-g-1" as Parameters<typeof tellRecord>[1]);

    expect(told.length).toBeGreaterThan(2);
    expect(told.every(({ body }) => body.thread_ts === "1700000000.000001")).toBe(true);
    expect(JSON.stringify(told)).toContain("What happened");
    expect(JSON.stringify(told)).not.toContain('"mrkdwn"');
    expect(received.slice(1)).toEqual(told);
  });
});
