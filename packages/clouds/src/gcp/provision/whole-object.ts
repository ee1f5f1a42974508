import { isDeepStrictEqual } from "node:util";
import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { hidingSecrets } from "../../_shared/hide-secrets.ts";
import { type GoogleObjects, markOf, nameTaken } from "./google-objects.ts";

/** A kind of object of Compute Engine that is inserted as a whole, found by its name and deleted by it. */
export interface WholeObject<D extends { readonly name: string }> {
  readonly resource: string;
  readonly desired: z.ZodType<D>;
  readonly typicalMs: number;
  /** As paths name it, e.g. `vpnTunnels`. */
  readonly collection: string;
  readonly isGlobal?: boolean;
  /** What is written, without name and description. What is not shown again is not in it. */
  readonly body: (wanted: D) => Readonly<Record<string, unknown>>;
  /** What is written and never shown. */
  readonly secrets?: (wanted: D) => Promise<Readonly<Record<string, string>>>;
  /** What other steps refer to. */
  readonly outputs: (path: string, shown: Shown) => Readonly<Record<string, string>>;
  /** State that the object itself shows beside what was written; `ready` where it has none. */
  readonly stateOf?: (shown: Shown) => Pick<ObservedResource, "state" | "reason">;
  /** True if another body is patched in; else an object that differs is left alone. */
  readonly isPatchable?: boolean;
}

const Shown = z.looseObject({ description: z.string().default("") });
/** An object as Google shows it. */
type Shown = z.infer<typeof Shown>;

/** Its provisioner: an insert is begun once, whatever becomes of the answer, for the name can be taken only once. */
export function wholeObject<D extends { readonly name: string }>(
  objects: GoogleObjects,
  kind: WholeObject<D>,
): Provisioner {
  const collectionOf = ({ accountId, regionId }: ResolvedStep): string =>
    `projects/${accountId}/${kind.isGlobal ? "global" : `regions/${regionId}`}/${kind.collection}`;
  const pathOf = (step: ResolvedStep): string => `${collectionOf(step)}/${kind.desired.parse(step.desired).name}`;
  const shownAt = async (path: string): Promise<Shown | undefined> => {
    const answer = await objects.get("compute/v1", path);
    return answer === undefined ? undefined : Shown.parse(answer);
  };
  const asShown = (step: ResolvedStep, path: string, shown: Shown): ObservedResource => ({
    ...(kind.stateOf?.(shown) ?? { state: "ready" }),
    isOurs: shown.description === markOf(step),
    ids: { path },
    outputs: kind.outputs(path, shown),
    differs: Object.entries(kind.body(kind.desired.parse(step.desired)))
      .filter(([field, value]) => !holds(shown[field], value))
      .map(([field]) => field),
  });
  const notYet = (path: string, state: "pending" | "failed", reason?: string): ObservedResource => ({
    state,
    isOurs: true,
    ids: { path },
    outputs: {},
    differs: [],
    reason,
  });

  return {
    resource: kind.resource,
    desired: kind.desired,
    typicalMs: kind.typicalMs,
    async observe(step) {
      const path = pathOf(step);
      const shown = await shownAt(path);
      if (shown) return asShown(step, path, shown);
      const order = await objects.lastOrder(step, path);
      if (!order) return undefined;
      return order.state === "running" ? notYet(path, "pending") : notYet(path, "failed", order.reason);
    },
    async ensure(step) {
      const path = pathOf(step);
      const wanted = kind.desired.parse(step.desired);
      const shown = await shownAt(path);
      if (shown) {
        const seen = asShown(step, path, shown);
        if (seen.differs.length === 0) return seen;
        if (!kind.isPatchable || !seen.isOurs) throw nameTaken(path, seen.differs, seen.isOurs);
        await objects.begin(step, path, { method: "PATCH", body: kind.body(wanted) }, "what was read");
        return { ...seen, state: "pending" };
      }
      if ((await objects.lastOrder(step, path))?.state === "running") return notYet(path, "pending");
      const body = { name: wanted.name, description: markOf(step), ...kind.body(wanted) };
      const secrets = await kind.secrets?.(wanted);
      await hidingSecrets(Object.values(secrets ?? {}), () =>
        objects.begin(step, collectionOf(step), { method: "POST", body: { ...body, ...secrets } }),
      );
      return notYet(path, "pending");
    },
    async remove(step, { ids }) {
      const path = ids.path ?? pathOf(step);
      const shown = await shownAt(path);
      // One that bears another mark has taken the name since: ours is gone.
      if (shown ? shown.description !== markOf(step) : true)
        return (await objects.lastOrder(step, path))?.state === "running" ? "pending" : "removed";
      if ((await objects.lastOrder(step, path))?.state !== "running")
        await objects.begin(step, path, { method: "DELETE" });
      return "pending";
    },
  };
}

/** True if what is shown has all that was written, whatever Google has added; a self link is what it is the link of. */
function holds(shown: unknown, written: unknown): boolean {
  if (typeof shown === "string" && typeof written === "string")
    return shown === written || (written.startsWith("projects/") && shown.endsWith(`/${written}`));
  if (Array.isArray(written) && written.length === 0 && shown === undefined) return true;
  if (Array.isArray(written))
    return Array.isArray(shown) && shown.length === written.length && written.every((one, i) => holds(shown[i], one));
  if (typeof written === "object" && written !== null)
    return (
      typeof shown === "object" &&
      shown !== null &&
      Object.entries(written).every(([field, value]) => holds((shown as Record<string, unknown>)[field], value))
    );
  return isDeepStrictEqual(shown, written);
}
