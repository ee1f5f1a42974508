import type { BuiltGroup } from "@skylane/core";
import { describe, expect, it, vi } from "vitest";
import { lastKnownGroups } from "./last-known-groups.ts";

const groups = [{ runId: "in-1-abc" }] as unknown as readonly BuiltGroup[];

describe("runtime/agent/last-known-groups", () => {
  it("goes on with what it read last while the table is away, says so, and takes what comes next, even nothing", async () => {
    const list = vi.fn<() => Promise<readonly BuiltGroup[]>>();
    const warn = vi.fn();
    const known = lastKnownGroups({ list }, { warn });
    const away = () => list.mockRejectedValueOnce(new Error("the table is away"));

    away();
    expect([await known.list(), known.last()]).toEqual([[], []]);
    list.mockResolvedValueOnce(groups);
    expect([await known.list(), known.last()]).toEqual([groups, groups]);
    away();
    expect([await known.list(), known.last()]).toEqual([groups, groups]);
    list.mockResolvedValueOnce([]);
    expect([await known.list(), known.last()]).toEqual([[], []]);
    expect(warn).toHaveBeenCalledTimes(2);
  });
});
