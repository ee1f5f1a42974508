import * as z from "zod";
import { Action, Role } from "../model/person.ts";

/** Somebody ordered what they may not. Told once per person and ten minutes, whatever is tried in between. */
export const AccessRefused = z.strictObject({
  /** As the token or Slack named them; `nobody` = the request said nothing of who it is from. */
  who: z.string().min(1).max(255),
  via: z.enum(["api", "slack"]),
  action: Action,
  /** Least role that would have done; absent = none would, a policy forbids it. */
  needs: Role.optional(),
  /** Absent = not among the people of the configuration. */
  has: Role.optional(),
  /** Names of the policies that forbid it. */
  policies: z.array(z.string().min(1).max(100)).max(20).optional(),
  /** What it was about: the path of the request, or the words of the command. */
  about: z.string().max(200),
});
export type AccessRefused = z.infer<typeof AccessRefused>;
