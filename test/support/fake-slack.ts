import { createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { messageProblems, viewProblems } from "./block-kit.ts";

/** Good for so long, and once. */
const TRIGGER_MS = 3_000;
const REPLIES_PER_ADDRESS = 5;

/** A workspace, and the app that is installed in it. */
export interface Workspace {
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appId: string;
  readonly teamId: string;
  readonly nowMs: () => number;
  /** Windows open however late an app asks for them: for tests of what they do, on a machine that may be busy. */
  readonly isPatient?: boolean;
}

type Message = Readonly<Record<string, unknown>>;
/** A request as Slack sends it. */
export interface SlackRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Slack as far as an app sees it: its Web API, addresses for answers, and what it sends when somebody does something. */
export async function fakeSlack({ signingSecret, botToken, appId, teamId, nowMs, isPatient = false }: Workspace) {
  const triggers = new Map<string, number>();
  const addresses = new Map<string, { userId: string; leftCount: number }>();
  const views: { readonly userId: string; readonly view: Message }[] = [];
  const said: { readonly userId: string; readonly message: Message }[] = [];
  const problems: string[] = [];
  const userOfTrigger = new Map<string, string>();
  let isAway = false;

  const refuse = (error: string, why: readonly string[] = []) => {
    problems.push(...why);
    return { status: 200, body: { ok: false, error } };
  };
  const methods: Readonly<Record<string, (body: Message) => { status: number; body: object }>> = {
    "/api/views.open"({ trigger_id, view }) {
      const id = String(trigger_id);
      const atMs = triggers.get(id);
      if (atMs === undefined) return refuse("invalid_trigger_id");
      triggers.delete(id);
      if (!isPatient && nowMs() - atMs > TRIGGER_MS) return refuse("expired_trigger_id");
      const wrong = viewProblems(view);
      if (wrong.length > 0) return refuse("invalid_arguments", wrong);
      views.push({ userId: userOfTrigger.get(id) ?? "", view: view as Message });
      return { status: 200, body: { ok: true, view: { id: `V${views.length}` } } };
    },
    "/api/chat.postMessage"(message) {
      const wrong = messageProblems(message);
      if (wrong.length > 0) return refuse("invalid_blocks", wrong);
      said.push({ userId: String(message.channel), message });
      return { status: 200, body: { ok: true, ts: `${said.length}.0` } };
    },
  };
  const answer = async (request: IncomingMessage) => {
    const path = request.url ?? "";
    const body = (await json(request)) as Message;
    if (isAway) return { status: 503, body: {} };
    const address = addresses.get(path);
    if (address) {
      if (address.leftCount === 0) return { status: 404, body: { error: "used_url" } };
      address.leftCount -= 1;
      const wrong = messageProblems(body);
      if (wrong.length > 0) return { status: 400, body: refuse("invalid_blocks", wrong).body };
      said.push({ userId: address.userId, message: body });
      return { status: 200, body: { ok: true } };
    }
    if (path.startsWith("/api/answers/")) return { status: 404, body: { error: "used_url" } };
    if (request.headers.authorization !== `Bearer ${botToken}`) return refuse("invalid_auth");
    return methods[path]?.(body) ?? { status: 404, body: {} };
  };
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const sign = (
    form: Readonly<Record<string, string>>,
    { secret = signingSecret, atMs = nowMs() } = {},
  ): SlackRequest => {
    const body = new URLSearchParams(form).toString();
    const timestamp = String(Math.floor(atMs / 1_000));
    const hmac = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
    return {
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": `v0=${hmac}`,
      },
      body,
    };
  };
  const trigger = (userId: string): string => {
    const id = `T.${randomUUID()}`;
    triggers.set(id, nowMs());
    userOfTrigger.set(id, userId);
    return id;
  };
  const address = (userId: string): string => {
    const path = `/api/answers/${randomUUID()}`;
    addresses.set(path, { userId, leftCount: REPLIES_PER_ADDRESS });
    return `${url}${path}`;
  };
  const sender = (userId: string) => ({ api_app_id: appId, team: { id: teamId }, user: { id: userId } });
  const payload = (value: object, how = {}) => sign({ payload: JSON.stringify(value) }, how);

  return {
    apiUrl: `${url}/api/`,
    /** Windows that were opened, and messages that were taken, in order; and what Slack would not have shown. */
    views,
    said,
    problems,
    setAway(value: boolean) {
      isAway = value;
    },
    /** Addresses for answers are used up. */
    useUp() {
      for (const one of addresses.values()) one.leftCount = 0;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
    sign,
    /** Somebody writes `/skylane …`. */
    slash: (userId: string, text: string, how: { secret?: string; atMs?: number; more?: object } = {}) =>
      sign(
        {
          api_app_id: appId,
          team_id: teamId,
          user_id: userId,
          command: "/skylane",
          text,
          trigger_id: trigger(userId),
          response_url: address(userId),
          ...how.more,
        },
        how,
      ),
    /** Somebody presses a button, or picks from a list. */
    press: (userId: string, action: object, how: { secret?: string; atMs?: number } = {}) =>
      payload(
        {
          type: "block_actions",
          ...sender(userId),
          trigger_id: trigger(userId),
          response_url: address(userId),
          actions: [action],
        },
        how,
      ),
    /** Somebody sends a window, with what they filled in by line. */
    submit: (userId: string, view: Message, values: Readonly<Record<string, object>>, how: { atMs?: number } = {}) => {
      const { callback_id, private_metadata } = view;
      const state = { values: Object.fromEntries(Object.entries(values).map(([line, one]) => [line, { value: one }])) };
      return payload(
        { type: "view_submission", ...sender(userId), view: { callback_id, private_metadata, state } },
        how,
      );
    },
    /** Somebody types into a list. */
    suggest: (userId: string, value: string) =>
      payload({ type: "block_suggestion", ...sender(userId), block_id: "source", action_id: "service", value }),
  };
}
export type FakeSlack = Awaited<ReturnType<typeof fakeSlack>>;
