import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import type { World } from "../world/world.ts";
import type { Asked } from "./handshake.ts";
import { hostEnd } from "./host-end.ts";
import type { Listener } from "./listeners.ts";
import { serveDns } from "./serve-dns.ts";
import { serveHttp } from "./serve-http.ts";

/** Lets whoever listens answer on an open connection. */
export function serve(world: World, { source, host }: Asked, listener: Listener, socket: Socket): void {
  const routedTo = listener.kind === "dns" ? listener.routedTo : host;
  const end = hostEnd(world, { source, host: routedTo }, socket);
  if (listener.kind === "dns") serveDns(world, listener.networkId, end);
  else serveHttp(listener.kind === "tls" ? behindTls(world, listener.serverName, end) : end, host, world.clock);
}

function behindTls({ certificates }: World, serverName: string, end: Duplex): Duplex {
  const stream = new TLSSocket(end, { isServer: true, secureContext: certificates.contextFor(serverName) });
  stream.on("error", () => end.destroy());
  return stream;
}
