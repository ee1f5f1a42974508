import { startApi } from "./api/api-server.ts";
import { startSocks } from "./data-plane/socks-server.ts";
import type { Estate } from "./estate/estate.ts";
import { machineClock, seededRandom, type WorldClock } from "./world/clock.ts";
import { createWorld, type World } from "./world/world.ts";

/** What to bring to life, and where it listens; port 0 = any free one. */
export interface TwinOptions {
  readonly estate: Estate;
  /** Address both listen at; this machine only by default, for whoever reaches them may break the world. */
  readonly host?: string;
  readonly apiPort: number;
  readonly socksPort: number;
  readonly seed: number;
  readonly clock?: WorldClock;
}

/** A living estate. */
export interface Twin {
  readonly world: World;
  readonly apiUrl: string;
  readonly socksUrl: string;
  close(): Promise<void>;
}

/** Brings an estate to life: its APIs and its data plane. @throws Error that names a busy port */
export async function startTwin({
  estate,
  host = "127.0.0.1",
  apiPort,
  socksPort,
  seed,
  clock = machineClock,
}: TwinOptions): Promise<Twin> {
  const random = seededRandom(seed);
  const world = createWorld(estate, clock, random);
  const api = await startApi(world, random, { host, port: apiPort });
  const socks = await startSocks(world, { host, port: socksPort }).catch(async (error: unknown) => {
    await api.close();
    throw error;
  });
  return {
    world,
    apiUrl: api.url,
    socksUrl: socks.url,
    async close() {
      await Promise.all([api.close(), socks.close()]);
    },
  };
}
