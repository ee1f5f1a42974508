import { relayAlarm } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";
import * as z from "zod";

/** On each notice of AWS about a link: an alarm of CloudWatch, a tunnel's state, planned work. The adapter knows their forms. */
export const handler = taskHandler(z.unknown(), (deps, notice) => relayAlarm(deps, "aws", notice));
