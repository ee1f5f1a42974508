import { createSocket } from "node:dgram";
import type { Socket } from "node:net";
import type { Fate, World } from "../world/world.ts";
import { sendFirst } from "./first-packet.ts";
import type { ListenerAt } from "./listeners.ts";
import { answerQuery } from "./serve-dns.ts";

/** What SOCKS puts before each datagram: two bytes of nothing, the fragment, the kind of address, the address, the port. */
const HEADER_BYTES = 10;
const IPV4 = 1;
/** IP and UDP headers. */
const PACKET_BYTES = 28;
const GENERAL_FAILURE = 1;

/**
 * Opens a relay for datagrams of `source` into the world and tells `control` its port (RFC 1928 section 7). Whoever listens
 * at a destination sends back what it gets, a resolver its answer. Nothing is sent again: what is lost is lost. It ends with `control`.
 */
export function startRelay(world: World, listenerAt: ListenerAt, source: string, control: Socket): void {
  if (control.destroyed) return;
  const relay = createSocket("udp4");
  const reply = (code: number, port: number): void => {
    const answer = Buffer.from([5, code, 0, IPV4, 0, 0, 0, 0, 0, 0]);
    answer.writeUInt16BE(port, 8);
    if (control.writable) control.write(answer);
  };
  let isOpen = true;
  const close = (): void => {
    if (isOpen) relay.close();
    isOpen = false;
  };
  relay.on("error", () => {
    reply(GENERAL_FAILURE, 0);
    control.destroy();
  });
  relay.on("message", (message, client) => {
    const target = targetOf(message);
    const listener = target && listenerAt({ source, ...target });
    if (!target || !listener) return;
    const host = listener.kind === "dns" ? listener.routedTo : target.host;
    const first = { from: source, to: host, port: target.port, protocol: "udp" } as const;
    const answer = (payload: Buffer): void =>
      whenItArrives(world, world.send(host, source, payload.length + PACKET_BYTES), () => {
        const header = message.subarray(0, HEADER_BYTES);
        if (isOpen) relay.send(Buffer.concat([header, payload]), client.port, client.address);
      });
    const payload = message.subarray(HEADER_BYTES);
    whenItArrives(world, sendFirst(world, first, payload.length + PACKET_BYTES), () => {
      if (listener.kind === "dns") answerQuery(world, listener.networkId, payload, answer);
      else answer(payload);
    });
  });
  control.once("close", close);
  control.resume(); // so that its end is noticed
  relay.bind(0, control.localAddress, () => {
    if (isOpen) reply(0, relay.address().port);
  });
}

function whenItArrives(world: World, fate: Fate, arrived: () => void): void {
  if (fate.kind === "arrives") world.clock.after(fate.delayMs, arrived);
}

/** Where a datagram is to go; `undefined` for fragments and for what has no IPv4 address. */
function targetOf(message: Buffer): { readonly host: string; readonly port: number } | undefined {
  if (message.length < HEADER_BYTES || message[2] !== 0 || message[3] !== IPV4) return undefined;
  return { host: [...message.subarray(4, 8)].join("."), port: message.readUInt16BE(8) };
}
