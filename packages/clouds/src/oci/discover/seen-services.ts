import type { SeenService } from "@skylane/core";
import type { Instance, RegionAnswers } from "./answers.ts";
import { clipped, commonOf, ociKey } from "./words.ts";

const LONGEST_SIZE = 100;

/** Machines, with the addresses of their interfaces, the primary first. What a machine listens on no API tells. */
export function seenServices(answers: RegionAnswers): SeenService[] {
  const subnets = new Map(answers.subnets.map((subnet) => [subnet.id, subnet]));
  return answers.instances.map((instance) => {
    const attached = attachmentsOf(answers, instance);
    const vnicIds = new Set(attached.flatMap(({ vnicId }) => vnicId ?? []));
    const own = answers.privateIps.filter(({ vnicId }) => vnicId !== undefined && vnicIds.has(vnicId));
    const parts = [...new Set(attached.flatMap(({ subnetId }) => subnetId ?? []))].flatMap(
      (id) => subnets.get(id) ?? [],
    );
    const vcnId = parts[0]?.vcnId;
    return {
      ...commonOf(answers, instance),
      kind: "oci-instance",
      ...sizeOf(instance),
      name: clipped(instance.displayName ?? instance.id),
      ...(vcnId !== undefined && { networkKey: ociKey(vcnId) }),
      subnetIds: parts.map(({ id }) => id),
      addresses: own
        .toSorted((a, b) => Number(b.isPrimary === true) - Number(a.isPrimary === true))
        .flatMap(({ ipAddress }) => ipAddress ?? []),
      // whether it has a public address only each interface tells; where its subnet forbids them it has none
      isPublic: parts.some(({ prohibitPublicIpOnVnic }) => prohibitPublicIpOnVnic !== true),
      guards: [],
    };
  });
}

/** Of a flexible shape with what was bought of it: its name alone says nothing of how much that is. */
function sizeOf({ shape, shapeConfig: { ocpus, memoryInGBs } = {} }: Instance): Pick<SeenService, "size"> {
  if (!shape) return {};
  const isBought = shape.endsWith(".Flex") && ocpus !== undefined && memoryInGBs !== undefined;
  return { size: (isBought ? `${shape} ${ocpus} OCPU ${memoryInGBs} GB` : shape).slice(0, LONGEST_SIZE) };
}

/** Its interfaces, each once. */
export const attachmentsOf = (
  { vnicAttachments }: Pick<RegionAnswers, "vnicAttachments">,
  { id }: Pick<Instance, "id">,
): RegionAnswers["vnicAttachments"] => vnicAttachments.filter(({ instanceId }) => instanceId === id);
