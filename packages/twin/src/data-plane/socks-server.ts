import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import type { World } from "../world/world.ts";
import { sendFirst } from "./first-packet.ts";
import { handshake } from "./handshake.ts";
import { type ListenerAt, listenersOf } from "./listeners.ts";
import { serve } from "./serve.ts";
import { startRelay } from "./udp-relay.ts";

/** A listening SOCKS5 server. */
export interface SocksServer {
  readonly url: string;
  close(): Promise<void>;
}

const REPLY = { ok: 0, notAllowed: 2, hostUnreachable: 4, refused: 5 } as const;
const SYN_BYTES = 60;
/** TCP sends a lost SYN again after 1 s, then 2 s, 4 s … (RFC 6298). */
const SYN_RETRY_MS = 1_000;
/** After so many it gives up: Linux's tcp_syn_retries. */
const SYN_RETRY_COUNT = 6;

/**
 * The door into the world's data plane: CONNECT to an address of the estate, or UDP ASSOCIATE for datagrams to any, with
 * the sender's address as user name (RFC 1928, 1929). The answer to CONNECT comes when the handshake would have: one round trip later, later still if a SYN is lost,
 * never if nothing gets through. @throws Error that names a busy port
 */
export function startSocks(
  world: World,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<SocksServer> {
  const open = new Set<Socket>();
  const listenerAt = listenersOf(world);
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
    void admit(world, listenerAt, socket);
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Error(
              `Port ${port} for the twin's data plane is taken by another program. Choose another with --socks-port.`,
            )
          : error,
      ),
    );
    server.listen(port, host, () => {
      const url = `socks5://${host}:${(server.address() as AddressInfo).port}`;
      resolve({
        url,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            for (const socket of open) socket.destroy();
          }),
      });
    });
  });
}

async function admit(world: World, listenerAt: ListenerAt, socket: Socket): Promise<void> {
  const asked = await handshake(socket);
  if (!asked) {
    if (!socket.writableEnded) socket.destroy();
    return;
  }
  const reply = (code: number): void => {
    if (socket.writable) socket.write(Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]));
    if (code !== REPLY.ok) socket.end();
  };
  if (!world.hasHost(asked.source)) return reply(REPLY.notAllowed);
  if (asked.command === "associate") return startRelay(world, listenerAt, asked.source, socket);
  const expected = listenerAt(asked);
  const host = expected?.kind === "dns" ? expected.routedTo : asked.host;
  connect(world, { ...asked, host }, socket, 0, (isReached) => {
    if (!isReached) return reply(REPLY.hostUnreachable);
    const listener = listenerAt(asked);
    if (!listener) return reply(REPLY.refused);
    reply(REPLY.ok);
    serve(world, asked, listener, socket);
  });
}

/** One SYN and its answer; again and again while they are lost and the client still waits. */
function connect(
  world: World,
  asked: { source: string; host: string; port: number },
  socket: Socket,
  attempt: number,
  done: (isReached: boolean) => void,
): void {
  if (socket.destroyed) return;
  const again = (): void => {
    if (attempt === SYN_RETRY_COUNT) socket.destroy();
    else world.clock.after(SYN_RETRY_MS * 2 ** attempt, () => connect(world, asked, socket, attempt + 1, done));
  };
  const syn = { from: asked.source, to: asked.host, port: asked.port, protocol: "tcp" } as const;
  const there = sendFirst(world, syn, SYN_BYTES);
  if (there.kind === "lost") again();
  else if (there.kind === "unreachable") world.clock.after(there.delayMs, () => done(false));
  else
    world.clock.after(there.delayMs, () => {
      const back = world.send(asked.host, asked.source, SYN_BYTES);
      if (back.kind === "arrives") world.clock.after(back.delayMs, () => done(true));
      else again();
    });
}
