import type { CloudId, ServiceKind, ServiceMention } from "@skylane/core";
import { KIND_IN_CLOUD } from "../gazetteer/kinds.ts";
import { phraseOf } from "../gazetteer/regions.ts";
import type { NameRank, Part } from "./parts.ts";

/** A service as it is said, how sure its name is, and what else stands there that could be meant. */
export interface MentionReading {
  readonly mention: ServiceMention;
  readonly rank: NameRank;
  /** Keys of the inventory that are called so. */
  readonly keys: ReadonlySet<string>;
  /** Two clouds or two Regions are said of it. */
  readonly isContradictory: boolean;
}

type NamePart = Extract<Part, { is: "name" }>;
const KIND_CLOUD: Readonly<Partial<Record<ServiceKind, CloudId>>> = {
  lambda: "aws",
  "ec2-instance": "aws",
  rds: "aws",
  "azure-sql": "azure",
  "azure-vm": "azure",
  "cloud-sql": "gcp",
  "gce-instance": "gcp",
  "oci-db": "oci",
  "oci-instance": "oci",
  host: "onprem",
};

/** The mention in a piece of a request; `undefined` if nothing there says a service. */
export function readMention(parts: readonly Part[]): MentionReading | undefined {
  const name = nameIn(parts);
  const clouds = new Set(
    parts.flatMap((part) =>
      part.is === "cloud" ? [part.cloud] : part.is === "kind" && part.cloud ? [part.cloud] : [],
    ),
  );
  const cloud = [...clouds][0];
  const kind = kindIn(parts, cloud);
  const regions = [
    ...new Set(
      parts.flatMap((part) => (part.is === "region" ? [regionOf(part, cloud ?? (kind && KIND_CLOUD[kind]))] : [])),
    ),
  ];
  const text = name?.text ?? saidIn(parts);
  if (text === undefined) return undefined;
  const account = parts.find((part) => part.is === "account");
  return {
    mention: {
      ...(cloud && { cloud }),
      ...(regions[0] !== undefined && { regionId: regions[0] }),
      ...(account && { accountId: account.id }),
      ...(kind && { kind }),
      name: text.slice(0, 256),
    },
    rank: name?.rank ?? 0,
    keys: name?.keys ?? new Set(),
    isContradictory: clouds.size > 1 || regions.length > 1,
  };
}

/**
 * The surest name; of those that are as sure the one fewest services are called by, then the first, with the words right behind
 * it where they are any words.
 */
function nameIn(parts: readonly Part[]): NamePart | undefined {
  const names = parts.filter((part): part is NamePart => part.is === "name");
  const first = names.reduce<NamePart | undefined>(
    (best, one) => (best === undefined || one.rank > best.rank || isNarrower(one, best) ? one : best),
    undefined,
  );
  if (!first || first.rank > 1) return first;
  const run: string[] = [];
  for (const part of parts.slice(parts.indexOf(first))) {
    if (part.is !== "name" || part.rank !== first.rank) break;
    run.push(part.text);
  }
  return { ...first, text: run.join(" ") };
}

const isNarrower = (one: NamePart, best: NamePart): boolean =>
  one.rank === best.rank && one.keys !== undefined && best.keys !== undefined && one.keys.size < best.keys.size;

function kindIn(parts: readonly Part[], cloud: CloudId | undefined): ServiceKind | undefined {
  const said = parts.find((part) => part.is === "kind");
  if (said) return said.kind;
  const inCloud = parts.flatMap((part) =>
    part.is === "kind-in-cloud" && cloud ? [KIND_IN_CLOUD[part.word]?.[cloud]] : [],
  );
  return inCloud.find((kind) => kind !== undefined);
}

/** The id of a Region, where what is said can be one only; else the words as they are said. */
function regionOf({ said, options }: Extract<Part, { is: "region" }>, cloud: CloudId | undefined): string {
  const ofCloud = cloud === undefined ? options : options.filter((one) => one.cloud === cloud);
  const exact = options.filter(({ regionId }) => phraseOf(regionId) === said);
  const ids = new Set((ofCloud.length > 0 ? ofCloud : exact).map(({ regionId }) => regionId));
  const [id] = ids;
  return ids.size === 1 && id !== undefined ? id : said;
}

/** Where nothing has a name: the words that say what it is, such as "lambda" or "sql". */
const saidIn = (parts: readonly Part[]): string | undefined =>
  parts.flatMap((part) => (part.is === "kind" || part.is === "kind-in-cloud" ? [part.said] : []))[0] ??
  parts.flatMap((part) => (part.is === "cloud" ? [part.said] : []))[0];
