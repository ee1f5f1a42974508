import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the service does with a question: a message, a text that is none, an HTTP status, or nothing for ever. */
export type ClaudeAnswer = object | string | number | "silence";

interface Asked {
  readonly system: string;
  readonly messages: readonly { readonly content: string }[];
  readonly [key: string]: unknown;
}

/** A server that speaks the Messages API of Claude as far as it is asked. Its answers are set by who runs it. */
export async function fakeClaude(answer: ClaudeAnswer, { stopReason = "end_turn" } = {}) {
  const bodies: Asked[] = [];
  const server = createServer((request, response: ServerResponse) => {
    let body = "";
    request
      .on("data", (chunk) => (body += chunk))
      .on("end", () => {
        bodies.push(JSON.parse(body));
        if (answer === "silence") return;
        if (typeof answer === "number") {
          const key = request.headers["x-api-key"];
          const error = { type: "error", error: { type: "api_error", message: `no, ${String(key)}` } };
          response
            .writeHead(answer, { "content-type": "application/json", "retry-after-ms": "1" })
            .end(JSON.stringify(error));
          return;
        }
        const message = {
          id: "msg_1",
          type: "message",
          role: "assistant",
          model: "claude-haiku-5-5",
          content: [{ type: "text", text: typeof answer === "string" ? answer : JSON.stringify(answer) }],
          stop_reason: stopReason,
          stop_sequence: null,
          usage: { input_tokens: 800, output_tokens: 100 },
        };
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(message));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    bodies,
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
