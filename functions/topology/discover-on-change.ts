import { discoverOnChange, whereActing } from "@skylane/engine";
import { builtGroups, ports, publisher, regionLease, taskHandler, topologies } from "@skylane/runtime";
import { surveyor } from "@skylane/runtime/surveying-aws";
import * as z from "zod";

/** The part of an AWS API call as CloudTrail tells it that matters. */
const ApiCall = z.looseObject({
  time: z.iso.datetime({ offset: true }),
  detail: z.looseObject({ eventName: z.string().max(200) }),
});

/** On a change of the network in AWS. */
export const handler = taskHandler(
  ports(builtGroups, publisher, regionLease, surveyor, topologies),
  ApiCall,
  whereActing((deps, { time, detail }) =>
    discoverOnChange(deps, { cloud: "aws", operation: detail.eventName, atMs: Date.parse(time) }),
  ),
);
