import type { World } from "../../../world/world.ts";
import { ApiError } from "../../api-error.ts";
import type { Ec2Parameters } from "../parameters.ts";
import { type Tags, tagFacts, tagSet, type Xml } from "../scope.ts";

const KIND = "aws:tags";

/** The tags that a call gives to what it makes. @throws ApiError InvalidParameterValue for those of another type */
export function tagsIn(parameters: Ec2Parameters, type: string): Tags {
  const tags: Record<string, string> = {};
  for (const list of ["TagSpecification", "TagSpecifications"])
    for (let i = 1; parameters.text(`${list}.${i}.ResourceType`) !== undefined; i += 1) {
      const given = parameters.text(`${list}.${i}.ResourceType`);
      if (given !== type)
        throw new ApiError(
          "InvalidParameterValue",
          `'${given}' is not a valid taggable resource type for this operation.`,
        );
      for (let k = 1; parameters.text(`${list}.${i}.Tag.${k}.Key`) !== undefined; k += 1)
        tags[parameters.need(`${list}.${i}.Tag.${k}.Key`)] = parameters.text(`${list}.${i}.Tag.${k}.Value`) ?? "";
    }
  if (Object.keys(tags).some((key) => key.startsWith("aws:")))
    throw new ApiError("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use");
  return tags;
}

export const putTags = ({ built }: World, id: string, tags: Tags): void =>
  built.objects.put(`${KIND}|${id}`, { kind: KIND, id, data: tags });

export const dropTags = ({ built }: World, id: string): boolean => built.objects.remove(`${KIND}|${id}`);

/** Tags of what was made; `undefined` if nothing with that id was. */
export const madeTagsOf = ({ built }: World, id: string): Tags | undefined =>
  built.objects.get(`${KIND}|${id}`)?.data as Tags | undefined;

/** Tags as XML and as filters know them: of what was made its own, of what the estate has its name and tags. */
export function tagsXml(world: World, id: string, name: string, tags?: Tags): Xml {
  const made = madeTagsOf(world, id);
  return made ? { tagSet: { item: Object.entries(made).map(([key, value]) => ({ key, value })) } } : tagSet(name, tags);
}
export function tagsFacts(world: World, id: string, name: string, tags?: Tags): Readonly<Record<string, string>> {
  const made = madeTagsOf(world, id);
  return made
    ? Object.fromEntries(Object.entries(made).map(([key, value]) => [`tag:${key}`, value]))
    : tagFacts(name, tags);
}
