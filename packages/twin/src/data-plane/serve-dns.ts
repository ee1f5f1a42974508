import type { Duplex } from "node:stream";
import { decode, encode, type Packet, RECURSION_AVAILABLE, type StringAnswer } from "dns-packet";
import { resolve } from "../world/dns/resolve.ts";
import type { World } from "../world/world.ts";

const LENGTH_BYTES = 2;
/** RCODEs of RFC 1035 §4.1.1. */
const CODES = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3 } as const;
const NOT_IMPLEMENTED = 4;

/** Answers questions that come one after the other, each with its length before it (RFC 1035 §4.2.2). */
export function serveDns(world: World, networkId: string, stream: Duplex): void {
  let heard = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    heard = Buffer.concat([heard, chunk]);
    while (heard.length >= LENGTH_BYTES && heard.length >= LENGTH_BYTES + heard.readUInt16BE(0)) {
      const end = LENGTH_BYTES + heard.readUInt16BE(0);
      const isKnown = answerQuery(world, networkId, heard.subarray(LENGTH_BYTES, end), (answer) => {
        const length = Buffer.alloc(LENGTH_BYTES);
        length.writeUInt16BE(answer.length);
        if (stream.writable) stream.write(Buffer.concat([length, answer]));
      });
      if (!isKnown) return void stream.destroy();
      heard = heard.subarray(end);
    }
  });
}

/** Answers one question when the resolver has found out; false if it is none. */
export function answerQuery(world: World, networkId: string, query: Buffer, done: (answer: Buffer) => void): boolean {
  const asked = decoded(query);
  const [question] = asked?.questions ?? [];
  if (!asked || !question || asked.type !== "query") return false;
  const reply = (code: number, answers: readonly StringAnswer[]): Buffer =>
    encode({
      type: "response",
      id: asked.id ?? 0,
      flags: RECURSION_AVAILABLE | code,
      questions: [question],
      answers: [...answers],
    });
  if (asked.opcode !== "QUERY") {
    done(reply(NOT_IMPLEMENTED, []));
    return true;
  }
  const { status, records, delayMs } = resolve(world, networkId, question.name.toLowerCase(), question.type);
  const answers = records.flatMap(({ name, type, ttlSeconds, values }) =>
    values.map((data): StringAnswer => ({ name, type, ttl: ttlSeconds, class: "IN", data })),
  );
  world.clock.after(delayMs, () => done(reply(CODES[status], answers)));
  return true;
}

function decoded(query: Buffer): (Packet & { readonly opcode?: string }) | undefined {
  try {
    return decode(query);
  } catch {
    return undefined;
  }
}
