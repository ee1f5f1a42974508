import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Cloud } from "@skylane/clouds";
import { type PriceRow, parseDurationMs, staleRows } from "@skylane/core";
import { type Command, InvalidArgumentError } from "commander";
import colors from "picocolors";
import { CliError, unknownName } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { print, table } from "../output.ts";
import { plain } from "../report/plain.ts";
import { count, counted } from "../report/words.ts";

const DAY_MS = 86_400_000;

/** `skylane prices check` and `skylane prices refresh`: how old the price lists are, and what the vendor says today. */
export const addPrices = (program: Command): void => {
  const prices = program.command("prices").description("the price lists behind every estimate");
  prices
    .command("check")
    .description("rows of the price lists that are older than they should be, and those nobody confirmed")
    .option("--older-than <duration>", "age from which a row is told", days, 90)
    .option("--cloud <list>", "only these clouds")
    .option("--json", "print JSON")
    .action(check);
  prices
    .command("refresh")
    .description("ask a vendor's price API with your credentials, and say what differs from the shipped rows")
    .requiredOption("--cloud <cloud>", "aws")
    .option("--regions <list>", "Regions to ask for", "us-east-1")
    .option("--out <file>", "write the rows as JSON")
    .option("--json", "print JSON")
    .action(refresh);
};

async function check(options: {
  readonly olderThan: number;
  readonly cloud?: string;
  readonly json?: boolean;
}): Promise<void> {
  const clouds = await cloudsNamed(options.cloud);
  const rows = clouds.flatMap(({ tariff }) => tariff?.rows ?? []);
  const stale = staleRows(rows, today(), options.olderThan);
  const unverified = rows.filter(({ trust }) => trust === "unverified");
  const answer = {
    rowCount: rows.length,
    olderThanDays: options.olderThan,
    stale: stale.map(({ row: { id, asOf, source, trust }, ageDays }) => ({ id, asOf, ageDays, source, trust })),
    unverified: unverified.map(({ id, asOf, source }) => ({ id, asOf, source })),
  };
  print(options.json === true, answer, () =>
    [
      `${counted(rows.length, "row")}; ${stale.length === 0 ? colors.green("none") : colors.yellow(count(stale.length))} older than ${options.olderThan} days, ${count(unverified.length)} that nobody confirmed.`,
      ...(stale.length === 0
        ? []
        : [
            "",
            table(
              ["row", "as of", "source"],
              stale.map(({ row: { id, asOf, source } }) => [plain(id, 60), asOf, plain(source, 70)]),
            ),
          ]),
    ].join("\n"),
  );
}

async function refresh(options: {
  readonly cloud: string;
  readonly regions: string;
  readonly out?: string;
  readonly json?: boolean;
}): Promise<void> {
  const [cloud] = await cloudsNamed(options.cloud);
  if (!cloud?.refreshPrices)
    throw new CliError(
      `There is no price API of ${options.cloud} that Skylane asks yet; it asks that of aws.`,
      exitCodes.badInput,
    );
  const ask = await cloud.refreshPrices();
  const { rows, skipped } = await ask({
    regions: options.regions.split(",").map((region) => region.trim()),
    nowIso: today(),
  });
  const changes = differences(cloud.tariff?.rows ?? [], rows);
  if (options.out !== undefined) {
    mkdirSync(dirname(options.out), { recursive: true });
    writeFileSync(options.out, `${JSON.stringify(rows, null, 2)}\n`);
  }
  print(options.json === true, { cloud: cloud.profile.id, rows, skipped, changes }, () =>
    [
      `${counted(rows.length, "row")} from the vendor, ${count(skipped.length)} skipped.${options.out === undefined ? "" : ` Written to ${options.out}.`}`,
      ...(changes.length === 0
        ? [colors.green("None differs from a shipped row.")]
        : [
            "",
            table(
              ["row", "shipped", "vendor says"],
              changes.map(({ id, shippedUsd, vendorUsd }) => [plain(id, 60), `$${shippedUsd}`, `$${vendorUsd}`]),
            ),
          ]),
      ...skipped
        .slice(0, 5)
        .map(({ subject, reason }) => colors.dim(`skipped ${plain(subject, 60)}: ${plain(reason, 160)}`)),
      ...(skipped.length > 5 ? [colors.dim(`and ${skipped.length - 5} more; --json has all`)] : []),
    ].join("\n"),
  );
  if (rows.length === 0) process.exitCode = exitCodes.failed;
}

/** Prices of the same thing that are not the same. */
function differences(shipped: readonly PriceRow[], vendor: readonly PriceRow[]) {
  const same = (a: PriceRow, b: PriceRow): boolean =>
    a.item === b.item &&
    a.unit === b.unit &&
    a.variant === b.variant &&
    a.bandwidthMbps === b.bandwidthMbps &&
    a.regions.some((region) => b.regions.includes(region)) &&
    JSON.stringify(a.to) === JSON.stringify(b.to);
  return vendor.flatMap((row) => {
    const before = shipped.find((one) => same(one, row));
    const [shippedUsd, vendorUsd] = [before?.tiers[0]?.usd, row.tiers[0]?.usd];
    return shippedUsd === undefined || vendorUsd === undefined || shippedUsd === vendorUsd
      ? []
      : [{ id: row.id, shippedUsd, vendorUsd }];
  });
}

async function cloudsNamed(list: string | undefined): Promise<readonly Cloud[]> {
  const { allClouds } = await import("@skylane/clouds");
  const clouds: readonly Cloud[] = allClouds;
  if (list === undefined) return clouds;
  return list.split(",").map((name) => {
    const found = clouds.find(({ profile }) => profile.id === name.trim());
    if (!found)
      throw unknownName(
        "cloud",
        name.trim(),
        clouds.map(({ profile }) => profile.id),
      );
    return found;
  });
}

const today = (): string => new Date().toISOString().slice(0, 10);

function days(text: string): number {
  const parsed = parseDurationMs(text);
  if (parsed !== undefined) return Math.floor(parsed / DAY_MS);
  throw new InvalidArgumentError('must be a duration such as "90 days"');
}
