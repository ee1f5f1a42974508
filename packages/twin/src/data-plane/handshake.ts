import type { Socket } from "node:net";

/** Who wants to talk to whom, over a connection or by datagrams; for those the target stands in each. */
export interface Asked {
  readonly command: "connect" | "associate";
  readonly source: string;
  readonly host: string;
  readonly port: number;
}

const USER_PASSWORD = 2;
const COMMANDS: Readonly<Record<number, Asked["command"]>> = { 1: "connect", 3: "associate" };
const IPV4 = 1;
const DOMAIN = 3;
const IS_IPV4 = /^(\d{1,3}\.){3}\d{1,3}$/;

/** Reads greeting, user name and the CONNECT or UDP ASSOCIATE request of SOCKS5; `undefined` if the client speaks anything else. */
export async function handshake(socket: Socket): Promise<Asked | undefined> {
  const reader = byteReader(socket);
  try {
    const [version, methodCount = 0] = await reader.take(2);
    const methods = await reader.take(methodCount);
    if (version !== 5 || !methods.includes(USER_PASSWORD)) {
      socket.end(Buffer.from([5, 0xff]));
      return undefined;
    }
    socket.write(Buffer.from([5, USER_PASSWORD]));
    const [, userLength = 0] = await reader.take(2);
    const source = (await reader.take(userLength)).toString("latin1");
    const [passwordLength = 0] = await reader.take(1);
    await reader.take(passwordLength);
    socket.write(Buffer.from([1, 0]));
    const [, commandCode = 0, , addressType] = await reader.take(4);
    const refuse = (code: number): undefined => {
      socket.end(Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]));
    };
    const command = COMMANDS[commandCode];
    if (command === undefined) return refuse(7);
    if (addressType !== IPV4 && addressType !== DOMAIN) return refuse(8);
    const [nameLength = 0] = addressType === DOMAIN ? await reader.take(1) : [];
    const host =
      addressType === DOMAIN
        ? (await reader.take(nameLength)).toString("latin1")
        : [...(await reader.take(4))].join(".");
    if (!IS_IPV4.test(host)) return refuse(4); // an estate has addresses; names are resolved before
    const port = (await reader.take(2)).readUInt16BE();
    return { command, source, host, port };
  } catch {
    return undefined;
  } finally {
    reader.release();
  }
}

/** Takes exact numbers of bytes from a socket; what is left over is put back. */
function byteReader(socket: Socket) {
  let buffered = Buffer.alloc(0);
  let wake: (() => void) | undefined;
  let isOver = false;
  const onData = (chunk: Buffer): void => {
    buffered = Buffer.concat([buffered, chunk]);
    wake?.();
  };
  const onEnd = (): void => {
    isOver = true;
    wake?.();
  };
  socket.on("data", onData).once("close", onEnd);
  return {
    async take(count: number): Promise<Buffer> {
      while (buffered.length < count) {
        if (isOver) throw new Error("the client left");
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const taken = buffered.subarray(0, count);
      buffered = buffered.subarray(count);
      return taken;
    },
    release() {
      socket.off("data", onData).off("close", onEnd);
      socket.pause();
      if (buffered.length > 0) socket.unshift(buffered);
    },
  };
}
