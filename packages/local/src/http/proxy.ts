import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";

/** Passes a request on as it is and streams the answer back; 502 if the other side does not answer. */
export function proxyTo(targetUrl: string, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const target = new URL(targetUrl);
    const outgoing = httpRequest(
      {
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host: target.host },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.once("end", resolve);
      },
    );
    outgoing.once("error", () => {
      if (!response.headersSent) response.writeHead(502, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: "Bad Gateway" }));
      resolve();
    });
    incoming.pipe(outgoing);
  });
}
