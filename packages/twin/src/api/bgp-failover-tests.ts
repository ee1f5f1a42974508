import { createHash } from "node:crypto";
import { listByWorld } from "../world/kept-by-world.ts";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";

type Body = Readonly<Record<string, unknown>>;

/** What the tests need to know of a virtual interface. */
export interface TestedInterface {
  readonly virtualInterfaceId: string;
  readonly connectionId: string;
  readonly ownerAccount: string;
  readonly peerId: string;
}

interface TestRecord {
  readonly testId: string;
  readonly interface: TestedInterface;
  readonly minutes: number;
  readonly startedAtMs: number;
  endedAtMs: number | undefined;
}

const DEFAULT_MINUTES = 180;
const MAX_MINUTES = 4_320;
const recordsOf = listByWorld<TestRecord>();

/** StartBgpFailoverTest. @throws ApiError DirectConnectClientException */
export function startBgpFailoverTest(world: World, on: TestedInterface, body: Body): Body {
  const minutes = body.testDurationInMinutes ?? DEFAULT_MINUTES;
  if (typeof minutes !== "number" || !Number.isInteger(minutes) || minutes < 1 || minutes > MAX_MINUTES)
    throw new ApiError("DirectConnectClientException", "The test duration must be between 1 and 4320 minutes.");
  if (world.sessionTestOn(on.connectionId))
    throw new ApiError(
      "DirectConnectClientException",
      `Virtual interface ${on.virtualInterfaceId} is not in a state in which a failover test can be started.`,
    );
  const startedAtMs = world.clock.nowMs();
  world.beginSessionTest(on.connectionId, minutes * 60_000);
  const testId = createHash("sha256").update(`${on.virtualInterfaceId} ${startedAtMs}`).digest("hex").slice(0, 32);
  const record: TestRecord = { testId, interface: on, minutes, startedAtMs, endedAtMs: undefined };
  recordsOf(world).push(record);
  return { virtualInterfaceTest: describe(world, record) };
}

/** StopBgpFailoverTest. @throws ApiError DirectConnectClientException */
export function stopBgpFailoverTest(world: World, on: TestedInterface): Body {
  const record = recordsOf(world).findLast((one) => one.interface.virtualInterfaceId === on.virtualInterfaceId);
  if (!record || !world.endSessionTest(on.connectionId))
    throw new ApiError(
      "DirectConnectClientException",
      `Virtual interface ${on.virtualInterfaceId} has no failover test that runs.`,
    );
  record.endedAtMs = world.clock.nowMs();
  return { virtualInterfaceTest: describe(world, record) };
}

/** Every test of these interfaces, newest first. */
export const listTestHistory = (world: World, interfaceIds: readonly string[], body: Body): readonly Body[] =>
  recordsOf(world)
    .filter(({ interface: on }) => interfaceIds.includes(on.virtualInterfaceId))
    .filter(({ testId }) => typeof body.testId !== "string" || testId === body.testId)
    .map((record) => describe(world, record))
    .filter(({ status }) => typeof body.status !== "string" || status === body.status)
    .reverse();

function describe(world: World, record: TestRecord) {
  const { testId, interface: on, minutes, startedAtMs } = record;
  const endMs = record.endedAtMs ?? startedAtMs + minutes * 60_000;
  const isOver = endMs <= world.clock.nowMs();
  return {
    testId,
    virtualInterfaceId: on.virtualInterfaceId,
    bgpPeers: [on.peerId],
    status: isOver ? "COMPLETED" : "IN_PROGRESS",
    ownerAccount: on.ownerAccount,
    testDurationInMinutes: minutes,
    startTime: startedAtMs / 1_000,
    ...(isOver && { endTime: endMs / 1_000 }),
  };
}
