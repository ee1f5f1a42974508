import { isDeepStrictEqual } from "node:util";
import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { hidingSecrets } from "../../_shared/hide-secrets.ts";
import { readDesired } from "../../_shared/provision/read-desired.ts";
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
  const pathOf = (step: ResolvedStep): string => `${collectionOf(step)}/${readDesired(kind.desired, step).name}`;
  const shownAt = async (path: string): Promise<Shown | undefined> => {
    const answer = await objects.get("compute/v1", path);
    return answer === undefined ? undefined : Shown.parse(answer);
  };
  const asShown = (step: ResolvedStep, path: string, shown: Shown): ObservedResource => ({
    ...(kind.stateOf?.(shown) ?? { state: "ready" }),
    isOurs: shown.description === markOf(step),
    ids: { path },
    outputs: kind.outputs(path, shown),
    differs: Object.entries(kind.body(readDesired(kind.desired, step)))
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

  /** What is there, or is about to be. */
  const look = async (step: ResolvedStep, path: string): Promise<Looked> => {
    const shown = await shownAt(path);
    if (shown) return { seen: asShown(step, path, shown), isThere: true };
    const order = await objects.lastOrder(step, path);
    if (order?.state === "running") return { seen: notYet(path, "pending"), isThere: false };
    // It may have been finished between the two questions.
    const late = await shownAt(path);
    if (late) return { seen: asShown(step, path, late), isThere: true };
    return { seen: order && notYet(path, "failed", order.reason), isThere: false };
  };

  return {
    resource: kind.resource,
    desired: kind.desired,
    typicalMs: kind.typicalMs,
    observe: async (step) => (await look(step, pathOf(step))).seen,
    async ensure(step, known) {
      const path = pathOf(step);
      const wanted = readDesired(kind.desired, step);
      const { seen, isThere } = known?.isAbsent ? NOTHING : await look(step, path);
      if (seen && isThere && seen.differs.length > 0) {
        if (!kind.isPatchable || !seen.isOurs) throw nameTaken(path, seen.differs, seen.isOurs);
        await objects.begin(step, path, { method: "PATCH", body: kind.body(wanted) }, "what was read");
        return { ...seen, state: "pending" };
      }
      // A failed order without an object is given again.
      if (seen && (isThere || seen.state === "pending")) return seen;
      const body = { name: wanted.name, description: markOf(step), ...kind.body(wanted) };
      const secrets = await kind.secrets?.(wanted);
      await hidingSecrets(Object.values(secrets ?? {}), () =>
        objects.begin(step, collectionOf(step), { method: "POST", body: { ...body, ...secrets } }),
      );
      return notYet(path, "pending");
    },
    async remove(step, { ids }) {
      const path = ids.path ?? pathOf(step);
      if ((await objects.lastOrder(step, path))?.state === "running") return "pending";
      const shown = await shownAt(path);
      // One that bears another mark has taken the name since: ours is gone.
      if (shown?.description !== markOf(step)) return "removed";
      await objects.begin(step, path, { method: "DELETE" });
      return "pending";
    },
  };
}

const NOTHING: Looked = { seen: undefined, isThere: false };

/** What was found; `seen` without being there is what an order says of it. */
interface Looked {
  readonly seen: ObservedResource | undefined;
  readonly isThere: boolean;
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
