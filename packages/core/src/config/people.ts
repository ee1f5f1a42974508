import * as z from "zod";
import { LOCAL_OPERATOR_ID, Person } from "../model/person.ts";

/**
 * Who may order something. By default the operator of one's own machine, and so nobody at all behind an identity provider:
 * people there are named, one by one.
 */
export const People = z
  .array(Person)
  .min(1)
  .max(1_000)
  .default([{ id: LOCAL_OPERATOR_ID, role: "admin" }])
  .superRefine((people, context) => {
    const seen = new Set<string>();
    people.forEach(({ id, slackUserId }, i) => {
      for (const [field, name] of [
        ["id", id.toLowerCase()],
        ["slackUserId", slackUserId],
      ] as const) {
        if (name === undefined) continue;
        if (seen.has(name))
          context.addIssue({
            code: "custom",
            path: [i, field],
            message: `"${name}" is used twice; one person is one entry, or four eyes would be two`,
          });
        seen.add(name);
      }
    });
  });
export type People = z.infer<typeof People>;
