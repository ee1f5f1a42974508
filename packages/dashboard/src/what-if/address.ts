import * as z from "zod";
import { many } from "../shell/address.ts";

/** What is gone, in thought: ids of failures, so that a question can be sent to someone. */
export const WhatIfSearch = z.object({ kill: many(z.string().min(1).max(400)) });
export type WhatIfSearch = z.infer<typeof WhatIfSearch>;

/** The API takes no more at once. */
export const MOST = 20;

/** The address of the question what becomes of the flows without this link. */
export const withoutLink = (connectionId: string): string =>
  `#/what-if?kill=${encodeURIComponent(`link:${connectionId}`)}`;
