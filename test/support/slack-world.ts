import { join } from "node:path";
import { eventSource, type SkylaneConfig } from "@skylane/core";
import {
  answerOrderHandler,
  slackCommandHandler,
  slackInteractionHandler,
  slackOptionsHandler,
} from "@skylane/runtime";
import { vi } from "vitest";
import { anEnvelope } from "./event-samples.ts";
import { type FakeSlack, fakeSlack, type SlackRequest } from "./fake-slack.ts";
import { type MemoryDeps, memoryDeps } from "./memory-deps.ts";

export const WORKSPACE = {
  signingSecret: "signing secret of a test",
  botToken: "xoxb-not-a-real-token",
  appId: "A0SKY",
  teamId: "T0GC",
} as const;

/** What an app's configuration says of that workspace. */
export const SLACK_SETTINGS = {
  botTokenSecret: "slack-bot",
  channel: "C0OPS",
  signingSecret: "slack-signing",
  appId: WORKSPACE.appId,
  teamId: WORKSPACE.teamId,
} as const;

/** One Slack, and whose clock it goes by. */
interface SlackOfFile {
  readonly slack: FakeSlack;
  readonly setClock: (nowMs: () => number) => void;
}

/** Slack, told to the process once a file: the address of its API is read once. */
export async function slackForFile(): Promise<SlackOfFile> {
  let now: () => number = () => 0;
  const slack = await fakeSlack({ ...WORKSPACE, nowMs: () => now() });
  vi.stubEnv("SKYLANE_ENDPOINT_SLACK", slack.apiUrl);
  vi.stubEnv("SKYLANE_CONFIG", join(import.meta.dirname, "../../examples/globalcart/skylane.yaml"));
  return {
    slack,
    setClock(nowMs) {
      now = nowMs;
    },
  };
}

/** Skylane in memory behind Slack: its handlers as they ship, and an event bus that delivers when it is told to. */
export function slackWorld({ slack, setClock }: SlackOfFile, config: SkylaneConfig) {
  const memory = memoryDeps(config);
  memory.clock.advance(1_700_000_000_000);
  setClock(() => memory.clock.nowMs());
  const deps: MemoryDeps & { secrets: (name: string) => Promise<string | undefined> } = Object.assign(memory, {
    secrets: async (name: string) =>
      ({ "slack-signing": WORKSPACE.signingSecret, "slack-bot": WORKSPACE.botToken })[name],
  });
  const ports = { names: [], make: async () => deps };
  const handlers = {
    command: slackCommandHandler(ports),
    interaction: slackInteractionHandler(ports),
    options: slackOptionsHandler(ports),
  };
  const carryOut = answerOrderHandler(ports);
  let deliveredCount = 0;
  slack.said.splice(0);
  slack.views.splice(0);
  slack.problems.splice(0);

  const orders = () => deps.published.filter(({ type }) => type === "chat.order-received.v1");
  /** Hands one order of the bus to its function. */
  const deliver = (index: number) => {
    const draft = orders()[index];
    if (!draft) throw new Error(`there is no order ${index}`);
    return carryOut(anEnvelope(draft.type, { data: draft.data, envelope: { source: eventSource(draft.type) } }));
  };
  const send = async (to: keyof typeof handlers, request: SlackRequest | object) => {
    const { statusCode, body } = await handlers[to](request);
    return { statusCode, body: body === "" ? undefined : JSON.parse(body) };
  };
  return {
    deps,
    orders,
    deliver,
    send,
    /** Sends it, has every order carried out that waits, and answers what was said by then, as text. */
    async ask(to: keyof typeof handlers, request: SlackRequest) {
      const before = slack.said.length;
      const { statusCode, body } = await send(to, request);
      while (deliveredCount < orders().length) await deliver(deliveredCount++);
      const messages = slack.said.slice(before).map(({ message }) => message);
      return { statusCode, body, messages, said: JSON.stringify([body, ...messages]) };
    },
  };
}
export type SlackWorld = ReturnType<typeof slackWorld>;
