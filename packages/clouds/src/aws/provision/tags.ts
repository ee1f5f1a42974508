import type { Filter, ResourceType, Tag, TagSpecification } from "@aws-sdk/client-ec2";
import type { ResolvedStep } from "@skylane/core";

/** By these an object is known again: the run and the step that made it. */
const IDENTITY = ["skylane:run", "skylane:step"] as const;

/** Finds what a step has made, in any `Describe…` that filters by tags. */
export const madeBy = ({ tags }: ResolvedStep): Filter[] =>
  IDENTITY.map((key) => ({ Name: `tag:${key}`, Values: [tags[key] ?? ""] }));

/** True if something bears a step's tags. */
export const isMadeBy = ({ tags: wanted }: ResolvedStep, tags: readonly Tag[] | undefined): boolean =>
  IDENTITY.every((key) => tags?.some(({ Key, Value }) => Key === key && Value === wanted[key]));

/** The tags of an object that is made for a step, its name among them. */
export const tagged = (type: ResourceType, { tags, key }: ResolvedStep, name: string = key): TagSpecification[] => [
  {
    ResourceType: type,
    Tags: Object.entries({ Name: name, ...tags }).map(([Key, Value]) => ({ Key, Value: Value.slice(0, 256) })),
  },
];
