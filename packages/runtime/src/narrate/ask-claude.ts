import Anthropic, { APIError } from "@anthropic-ai/sdk";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import type * as z from "zod";

/** How Claude is reached. */
export interface ClaudeAccess {
  readonly apiKey: string;
  readonly model: string;
  readonly baseUrl: string | undefined;
  /** Of one request, without its retry. */
  readonly timeoutMs: number;
}

/** What is asked; the conversation ends with a user's message. */
export interface ClaudeQuestion {
  readonly system: string;
  readonly messages: readonly { readonly role: "user" | "assistant"; readonly content: string }[];
  /** Form the answer is asked for in; it comes as text that is not parsed yet. */
  readonly answer: z.ZodType;
  readonly signal: AbortSignal;
}

/**
 * An answer as text that is not parsed yet, or why there is none. `unavailable` = nobody can help it but time; `denied` = the
 * service turns the request or the key away. `lostCount` = requests that may be charged though their usage was never seen.
 */
export type ClaudeReply = { readonly lostCount: number } & (
  | {
      readonly outcome: "answered";
      readonly text: string;
      readonly stopReason: string | undefined;
      readonly inputCount: number;
      readonly outputCount: number;
    }
  | { readonly outcome: "unavailable" | "denied"; readonly reason: string; readonly status: number | undefined }
);

/** Tokens an answer may have at most, with what the model thinks before it writes. */
export const MAX_OUTPUT_TOKENS = 3_000;
/** Requests one question can become: the SDK tries once more after 408, 409, 429, 5xx, a timeout or a lost connection. */
export const MAX_REQUESTS = 2;
/** Tokens the service itself adds to a prompt for structured output; measured in hundreds, taken generously. */
const ADDED_TOKENS = 2_000;

/** What was never sent is never charged. */
const NEVER_SENT = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"];
const TURNED_AWAY = [400, 401, 402, 403, 404, 413, 422];

/** Tokens a question has at most: no token is shorter than a byte. */
export const maxInputTokens = ({
  system,
  messages,
  answer,
}: Pick<ClaudeQuestion, "system" | "messages" | "answer">): number =>
  ADDED_TOKENS +
  Buffer.byteLength(JSON.stringify(zodOutputFormat(answer).schema)) +
  [system, ...messages.map(({ content }) => content)].reduce((sum, text) => sum + Buffer.byteLength(text), 0);

/** Asks once, with structured output at low effort. Never throws for what the service or the network does. */
export async function askClaude(
  access: ClaudeAccess,
  { system, messages, answer, signal }: ClaudeQuestion,
): Promise<ClaudeReply> {
  let lostCount = 0;
  let openCount = 0;
  const client = new Anthropic({
    apiKey: access.apiKey,
    baseURL: access.baseUrl ?? "https://api.anthropic.com",
    maxRetries: MAX_REQUESTS - 1,
    timeout: access.timeoutMs,
    logLevel: "off", // its log lines carry bodies and go to stdout
    openTelemetry: false,
    async fetch(input, init) {
      try {
        const response = await fetch(input, init);
        openCount = response.ok ? 1 : 0;
        return response;
      } catch (error) {
        if (!isNeverSent(error)) lostCount += 1;
        throw error;
      }
    },
  });
  try {
    // create, not parse: parse throws on an answer that is not in the form, and its usage would be lost
    const message = await client.messages.create(
      {
        model: access.model,
        max_tokens: MAX_OUTPUT_TOKENS,
        system,
        messages: messages.map(({ role, content }) => ({ role, content })),
        output_config: { effort: "low", format: zodOutputFormat(answer) },
      },
      { signal },
    );
    const { usage } = message;
    return {
      outcome: "answered",
      text: message.content.map((block) => (block.type === "text" ? block.text : "")).join(""),
      stopReason: message.stop_reason ?? undefined,
      inputCount: usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0),
      outputCount: usage.output_tokens,
      lostCount,
    };
  } catch (error) {
    const status = error instanceof APIError ? (error.status as number | undefined) : undefined;
    return {
      outcome: status !== undefined && TURNED_AWAY.includes(status) ? "denied" : "unavailable",
      reason: error instanceof Error ? error.message : String(error),
      status,
      lostCount: lostCount + (status === undefined ? openCount : 0),
    };
  }
}

function isNeverSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && NEVER_SENT.includes(String(cause.code));
}
