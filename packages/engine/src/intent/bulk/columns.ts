import type { CloudId, ServiceKind } from "@skylane/core";
import { ServiceKind as Kind } from "@skylane/core";
import { CLOUD_NAMES } from "../understand/gazetteer/clouds.ts";
import { KIND_IN_CLOUD, KIND_NAMES } from "../understand/gazetteer/kinds.ts";
import { phraseOf, REGIONS_BY_PHRASE } from "../understand/gazetteer/regions.ts";

const END_COLUMNS = ["", "_cloud", "_region", "_account", "_kind"] as const;

/**
 * Headers a table may have, in any order; letter case, blanks and hyphens do not matter (`Source Region` is `source_region`).
 * A row has either `text` (a request in plain words) or `source` and `destination` with what is known of them.
 */
export const BULK_COLUMNS = [
  "text",
  ...END_COLUMNS.map((column) => `source${column}`),
  ...END_COLUMNS.map((column) => `destination${column}`),
  "port",
  "max_rtt_ms",
  "monthly_gb",
  "bandwidth_mbps",
  "compliance",
  "encryption",
  "public_internet",
  "endpoint",
  "data_class",
  "priority",
  "optimise_for",
  "needed_by",
  "owner",
  "cost_centre",
] as const;

/** The column that fills a field of a request, by the field's path. */
export const COLUMN_OF_FIELD: Readonly<Record<string, string>> = {
  text: "text",
  owner: "owner",
  costCentre: "cost_centre",
  "slots.port": "port",
  "slots.requirements.maxRttMs": "max_rtt_ms",
  "slots.requirements.monthlyGb": "monthly_gb",
  "slots.requirements.bandwidthMbps": "bandwidth_mbps",
  "slots.requirements.compliance": "compliance",
  "slots.requirements.encryption": "encryption",
  "slots.requirements.isPublicForbidden": "public_internet",
  "slots.requirements.endpoint": "endpoint",
  "slots.requirements.dataClass": "data_class",
  "slots.requirements.priority": "priority",
  "slots.requirements.optimiseFor": "optimise_for",
  "slots.requirements.neededBy": "needed_by",
  ...Object.fromEntries(
    ["source", "destination"].flatMap((end) => [
      [`slots.${end}`, end],
      [`slots.${end}.name`, end],
      [`slots.${end}.cloud`, `${end}_cloud`],
      [`slots.${end}.regionId`, `${end}_region`],
      [`slots.${end}.accountId`, `${end}_account`],
      [`slots.${end}.kind`, `${end}_kind`],
    ]),
  ),
};

/** A header as headers are compared. */
export const headerOf = (cell: string): string => phraseOf(cell).replaceAll(" ", "_");

/** The cloud a cell names; the cell itself if none is called so. */
export const cloudOf = (cell: string): string =>
  (Object.keys(CLOUD_NAMES) as CloudId[]).find(
    (cloud) => cloud === cell.toLowerCase() || CLOUD_NAMES[cloud].includes(phraseOf(cell)),
  ) ?? cell;

/** The kind a cell names, also one that its cloud decides (`vm`); the cell itself if none is called so. */
export function kindOf(cell: string, cloud: string | undefined): string {
  const phrase = phraseOf(cell);
  const exact = Kind.safeParse(cell.toLowerCase());
  const inCloud: Readonly<Partial<Record<string, ServiceKind>>> = Object.hasOwn(KIND_IN_CLOUD, phrase)
    ? (KIND_IN_CLOUD[phrase] ?? {})
    : {};
  return (
    (exact.success ? exact.data : undefined) ??
    KIND_NAMES.find(({ names }) => names.includes(phrase))?.kind ??
    inCloud[cloud ?? ""] ??
    cell
  );
}

/** The id of the Region a cell names, where it can be one only; the cell itself otherwise. */
export function regionOf(cell: string, cloud: string | undefined): string {
  const options = (REGIONS_BY_PHRASE.get(phraseOf(cell)) ?? []).filter(
    (one) => cloud === undefined || one.cloud === cloud,
  );
  const [option] = options;
  return option && options.length === 1 ? option.regionId : cell;
}
