import { RequestTraceId } from "@skylane/core";
import * as z from "zod";
import { one } from "../shell/address.ts";

/** What stands behind `#/ask?`: a question, and the request of its answer that is shown. */
export const AskSearch = z.object({ q: one(z.string().trim().min(1).max(1_000)), request: one(RequestTraceId) });
export type AskSearch = z.infer<typeof AskSearch>;
