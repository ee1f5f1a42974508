import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A listening HTTP server. */
export interface Listening {
  /** `http://host:port`, with the port that was really bound. */
  readonly url: string;
  readonly port: number;
  /** Refuses new requests, lets running ones finish for `graceMs` (default 1 s), then closes every connection. */
  close(graceMs?: number): Promise<void>;
}

/**
 * Starts an HTTP server; port 0 takes any free one. `purpose` and `flag` word the error.
 * @throws Error that names the port that is taken, and what to do
 */
export function listen(
  listener: RequestListener,
  options: { readonly port: number; readonly host: string; readonly purpose: string; readonly flag: string },
): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: 65_000 }, listener);
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(inWords(error, options)));
    server.listen(options.port, options.host, () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        url: `http://${options.host}:${port}`,
        port,
        close: (graceMs = 1_000) => closeServer(server, graceMs),
      });
    });
  });
}

function inWords(error: NodeJS.ErrnoException, { port, purpose, flag }: Parameters<typeof listen>[1]): Error {
  if (error.code === "EADDRINUSE")
    return new Error(
      `Port ${port} (${purpose}) is used by another program. Stop that program, or choose another port with ${flag} (0 takes any free one).`,
      { cause: error },
    );
  if (error.code === "EACCES")
    return new Error(`Port ${port} (${purpose}) needs privileges. Choose one above 1023 with ${flag}.`, {
      cause: error,
    });
  return error;
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const insist = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(insist);
      resolve();
    });
    server.closeIdleConnections();
  });
}
