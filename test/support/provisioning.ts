import type { Provisioner, ResolvedStep } from "@skylane/core";
import { IntentId } from "@skylane/core";
import type { Twin } from "@skylane/twin";
import { expect, vi } from "vitest";

/** A step of a run as a provisioner gets it. */
export const aStep = (resource: string, desired: object, more: Partial<ResolvedStep> = {}): ResolvedStep => {
  const id = more.id ?? `${resource.replace(".", "-")}-1`;
  return {
    id,
    resource,
    cloud: resource.startsWith("onprem") ? "onprem" : "gcp",
    accountId: "shop-prod",
    regionId: "us-central1",
    key: id,
    desired: desired as ResolvedStep["desired"],
    needs: [],
    summary: id,
    intentIds: [IntentId.parse("in-1")],
    tags: { "skylane:run": "run-1", "skylane:step": id, "skylane:owner": "ops@globalcart.example" },
    ...more,
  };
};

/** Has it made, and waits until it is there. */
export async function makeReady(
  provisioner: Provisioner,
  step: ResolvedStep,
): Promise<Readonly<Record<string, string>>> {
  await provisioner.ensure(step);
  return vi.waitFor(
    async () => {
      const seen = await provisioner.observe(step);
      expect(seen).toMatchObject({ state: "ready", isOurs: true, differs: [] });
      return seen?.outputs ?? {};
    },
    { timeout: 5_000, interval: 5 },
  );
}

/** Has it taken away, and waits until it is gone. */
export async function makeGone(
  provisioner: Provisioner,
  step: ResolvedStep,
  before: Readonly<Record<string, string>> | null = null,
): Promise<void> {
  const ids = (await provisioner.observe(step))?.ids ?? {};
  await vi.waitFor(async () => expect(await provisioner.remove(step, { ids, before })).toBe("removed"), {
    timeout: 5_000,
    interval: 5,
  });
}

/** What the lab says of everything that API calls can change. */
export const stateOf = async ({ apiUrl }: Twin): Promise<unknown> => (await fetch(`${apiUrl}/lab/state-hash`)).json();
