import type { Provisioner, Provisioning } from "@skylane/core";
import { allProvisioning } from "./_provisioning.gen.ts";
import type { Cloud, CloudContext } from "./_shared/define-cloud.ts";
import { cloudError } from "./_shared/errors.ts";

/** Every provisioner of every cloud, found by what it makes. @throws ERR_PROVISIONER_UNKNOWN with what there is */
export function makeProvisioning(context: CloudContext, clouds: readonly Cloud[] = allProvisioning): Provisioning {
  const provisioners = new Map<string, Provisioner>();
  for (const cloud of clouds)
    for (const provisioner of cloud.provisioners?.(context) ?? []) provisioners.set(provisioner.resource, provisioner);
  return {
    provisioner(resource) {
      const found = provisioners.get(resource);
      if (found) return found;
      throw cloudError(
        "ERR_PROVISIONER_UNKNOWN",
        `nothing makes "${resource}"; there are ${[...provisioners.keys()].join(", ")}`,
        { resource },
      );
    },
  };
}
