/**
 * The world is another process of this machine: what it answers late because others have the CPU is no loss and no delay of a
 * path. By default 200 ms are a loss, and every path falters as soon as a few processes share two cores.
 */
export const sparedOfLoad = { probeTimeoutMs: "1 second", degradedRttFloorMs: 500 } as const;
