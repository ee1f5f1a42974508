import { connect, createServer, type Server, type Socket } from "node:net";

/** One direction of the wire between two Regions, so that each has an address before the other runs, and can lose it. */
export interface RegionLink {
  /** Where the other end is reached. */
  readonly url: string;
  /** Where it leads to from now on. */
  leadTo(port: number): void;
  /** Nothing passes any more: what is under way breaks off, what is new is refused. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

const LOOPBACK = "127.0.0.1";

/** Opens a link that leads nowhere yet. */
export async function openRegionLink(): Promise<RegionLink> {
  const open = new Set<Socket>();
  let targetPort: number | undefined;
  let isCut = false;
  const server = createServer((near) => {
    if (isCut || targetPort === undefined) {
      near.destroy();
      return;
    }
    const far = connect(targetPort, LOOPBACK);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const port = await listen(server);
  const breakOff = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://${LOOPBACK}:${port}`,
    leadTo(next) {
      targetPort = next;
    },
    cut() {
      isCut = true;
      breakOff();
    },
    mend() {
      isCut = false;
    },
    close: () =>
      new Promise((done) => {
        breakOff();
        server.close(() => done());
      }),
  };
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
