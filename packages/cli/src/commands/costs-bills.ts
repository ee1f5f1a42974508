import { join } from "node:path";
import { billRules } from "@skylane/clouds/bills";
import {
  BillFormat,
  BillingMonth,
  CostSettings,
  type IngestReport,
  observerRoleOf,
  type SkylaneConfig,
} from "@skylane/core";
import { type IngestResult, ingestBills, tagNamesAsked } from "@skylane/engine";
import { type BillSource, billReader, fileBillStore, openPlace } from "@skylane/runtime/bills";
import { loadSettings } from "@skylane/runtime/settings";
import { type Command, InvalidArgumentError, Option } from "commander";
import colors from "picocolors";
import { CliError } from "../cli-error.ts";
import { firstMonth } from "../costs/first-month.ts";
import { findConfig } from "../discover/find-config.ts";
import { exitCodes } from "../exit-codes.ts";
import { print, progress, table } from "../output.ts";
import { plain } from "../report/plain.ts";
import { count, counted } from "../report/words.ts";

interface BillOptions {
  readonly format: BillFormat;
  readonly month?: BillingMonth;
  readonly json?: boolean;
}
interface IngestOptions extends BillOptions {
  readonly from: string;
  readonly source: string;
  readonly config?: string;
  readonly data: string;
}

/** More than this part of the rows set aside is a failure: the bill is not what it was said to be. */
const MAX_SET_ASIDE_RATIO = 0.01;
const EVER: BillingMonth = "0000-01";

/** `skylane costs ingest` and `skylane costs validate`: bills that clouds lay down. */
export const addCostBills = (costs: Command): void => {
  costs
    .command("ingest")
    .description("take a cloud's bill: what is taken and what is set aside, and why")
    .requiredOption(
      "--from <place>",
      "folder or file here, s3://bucket/prefix, bigquery:project.dataset.table, cost-explorer:<account> …",
    )
    .addOption(formatOption().makeOptionMandatory())
    .option("--month <month>", "month of files whose name does not say it, e.g. 2026-11", billingMonth)
    .option("--source <id>", "name by which a later bill replaces this one", sourceId, "bill")
    .option(
      "--config <file>",
      "configuration whose rules say which tags are kept (default: skylane.yaml, if it is there)",
    )
    .option("--data <folder>", "folder that keeps what was taken", ".skylane")
    .option("--json", "print JSON")
    .action(ingest);
  costs
    .command("validate")
    .description("check a bill row by row against FOCUS 1.2, and keep nothing of it")
    .argument("<file>", "a bill: CSV, lines of JSON or Parquet, packed or not")
    .addOption(formatOption().default("focus"))
    .option("--month <month>", "month it is the bill of; without it, that of its first row", billingMonth)
    .option("--json", "print JSON")
    .action(validate);
};

const formatOption = (): Option =>
  new Option("--format <format>", "how it is written").choices([...BillFormat.options]);

function billingMonth(text: string): BillingMonth {
  const parsed = BillingMonth.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message}.`);
}

function sourceId(text: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,63}$/.test(text)) return text;
  throw new InvalidArgumentError("It must be lower-case letters, digits or -, e.g. aws-main.");
}

async function ingest(options: IngestOptions): Promise<void> {
  const at = /^[a-z0-9]{2,}:/.test(options.from) ? options.from : `file:${options.from}`;
  const source: BillSource = { id: options.source, format: options.format, at, month: options.month };
  const config = findConfig(options.config, undefined);
  const settings = config?.costs ?? CostSettings.parse({});
  const result = await take(source, settings, fileBillStore(join(options.data, "bills")), config?.clouds);
  print(options.json === true, result, () => tell(result));
  if (result.failures.length > 0 || result.reports.some(isMostlyFaulty)) process.exitCode = exitCodes.failed;
}

async function validate(file: string, options: BillOptions): Promise<void> {
  const source: BillSource = {
    id: "validate",
    format: options.format,
    at: `file:${file}`,
    month: options.month,
  };
  const kept: IngestReport[] = [];
  const result = await take(source, CostSettings.parse({}), {
    replace: async (_, __, report) => void kept.push(report),
    taken: async () => undefined,
  });
  print(options.json === true, result, () => tell(result));
  if (result.failures.length > 0 || result.reports.some(({ setAsideCount }) => setAsideCount > 0))
    process.exitCode = exitCodes.failed;
}

const isMostlyFaulty = ({ rowCount, setAsideCount }: IngestReport): boolean =>
  setAsideCount > rowCount * MAX_SET_ASIDE_RATIO;

async function take(
  source: BillSource,
  settings: CostSettings,
  store: Parameters<typeof ingestBills>[0]["store"],
  clouds?: SkylaneConfig["clouds"],
): Promise<IngestResult> {
  progress("reading the bill");
  const month = source.month ?? (isFolder(source) ? await monthOfFirstRow(source) : undefined);
  const reader = readerOf({ ...source, month }, clouds);
  const result = await ingestBills(
    { reader, store, nowMs: Date.now },
    {
      sourceIds: [source.id],
      sinceMonth: EVER,
      tagNames: tagNamesAsked(settings),
      offers: settings.savings.offers,
      rulesFor: billRules,
    },
  );
  progress("");
  if (result.reports.length === 0 && result.failures.length === 0)
    throw new CliError(
      `There is no bill at ${source.at}: no file that ends in .csv, .csv.gz, .jsonl or .parquet whose month is known. Say it with --month, e.g. --month 2026-11.`,
      exitCodes.badInput,
    );
  return result;
}

/** Reads as whoever the environment says this is, at the addresses that it names. */
const readerOf = (source: BillSource, clouds?: SkylaneConfig["clouds"]) =>
  billReader(
    [source],
    (format) => billRules(format).jsonColumns,
    (at, columns) =>
      openPlace(at, columns, {
        ...(at.startsWith("file:") ? {} : loadSettings().cloudContext),
        roleOf: (accountId) => observerRoleOf(clouds?.aws, accountId),
        nowMs: Date.now,
      }),
  );

/** Whether files lie there; what is asked for says its months. */
const isFolder = ({ at }: BillSource): boolean => !/^(bigquery|cost-explorer):/.test(at);

/** The month that the first row of the first file without one in its name is billed in; `undefined` = it does not say. */
async function monthOfFirstRow(source: BillSource): Promise<BillingMonth | undefined> {
  const unknown: BillingMonth = "9999-12";
  const rules = billRules(source.format);
  const reader = readerOf({ ...source, month: unknown });
  const found = await reader.deliveries(source.id, EVER);
  const delivery = found.find((one) => one.billingMonth === unknown && one.files.length > 0);
  return delivery && firstMonth(reader, delivery, delivery.files[0]?.name ?? "", rules);
}

function tell({ reports, failures }: IngestResult): string {
  return [
    ...reports.flatMap((report) => [
      `${colors.bold(report.billingMonth)} ${STATUS[report.status]}${report.status === "taken" ? `: ${counted(report.takenCount, "row")}, ${amounts(report.billed)}` : ""}`,
      ...(report.readUsd === undefined
        ? []
        : [
            colors.dim(
              `Reading it costs ${report.readUsd < 0.01 ? "less than 0.01" : report.readUsd.toFixed(2)} USD at list prices.`,
            ),
          ]),
      ...(report.setAsideCount === 0
        ? []
        : [
            colors.yellow(
              `${counted(report.setAsideCount, "row")} set aside${Object.keys(report.setAsideBilled).length === 0 ? "" : `, which say they cost ${amounts(report.setAsideBilled)}`}:`,
            ),
            table(
              ["file", "row", "fault", "says"],
              report.setAside.map(({ file, rowNumber, fault, says }) => [
                plain(file, 40),
                count(rowNumber),
                fault,
                plain(says, 90),
              ]),
            ),
          ]),
      ...(report.deviations.length === 0
        ? []
        : [
            colors.dim("Taken, though FOCUS asks for more:"),
            table(
              ["column", "rows", "says"],
              report.deviations
                .slice(0, 20)
                .map(({ column, says, count: rows }) => [column, count(rows), plain(says, 90)]),
            ),
          ]),
    ]),
    ...failures.map(({ sourceId: id, says }) => colors.red(`${plain(id, 64)}: ${plain(says, 400)}`)),
  ].join("\n");
}

const STATUS: Readonly<Record<IngestReport["status"], string>> = {
  taken: "taken",
  unchanged: "is as it was taken",
  incomplete: "is not complete, and not taken",
  "older-than-taken": "is older than what was taken",
};

const amounts = (byCurrency: Readonly<Record<string, string>>): string =>
  Object.entries(byCurrency)
    .map(([currency, amount]) => `${plain(amount, 40)} ${plain(currency, 12)}`)
    .join(", ");
