import * as z from "zod";
import { GroupId } from "../model/ids.ts";

const PublicText = z.string().trim().min(1).max(80);

/** The status page: what everybody may read. Only what is named here is on it, by these names. */
export const StatusSettings = z.strictObject({
  // Not the estate's name, which is internal.
  title: PublicText.default("Network status"),
  /** In the order in which they are shown. */
  components: z
    .array(z.strictObject({ name: PublicText, groupIds: z.array(GroupId).min(1).max(500) }))
    .min(1)
    .max(100),
});
export type StatusSettings = z.infer<typeof StatusSettings>;

/** Adds an issue for each component that names a group that is not declared, that another has, or that has another's name. */
export function checkStatus(
  { status, groups }: { readonly status?: StatusSettings | undefined; readonly groups: readonly { id: string }[] },
  context: z.RefinementCtx,
): void {
  const known = new Set(groups.map(({ id }) => id));
  const names = new Set<string>();
  const taken = new Set<string>();
  status?.components.forEach(({ name, groupIds }, i) => {
    const add = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: "custom", path: ["status", "components", i, ...path], message });
    if (names.has(name)) add(["name"], `"${name}" is the name of two components; rename one of them`);
    names.add(name);
    groupIds.forEach((groupId, j) => {
      if (!known.has(groupId))
        add(["groupIds", j], `names "${groupId}", which is not declared; declare it or correct the name`);
      if (taken.has(groupId)) add(["groupIds", j], `"${groupId}" is in a component already; leave it in one of them`);
      taken.add(groupId);
    });
  });
}
