import { resolve } from "node:path";
import { addMoney, moneyText, readMoney } from "@skylane/core";
import { type Command, InvalidArgumentError } from "commander";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { print, progress, table } from "../output.ts";
import { count } from "../report/words.ts";

interface BillsOptions {
  readonly estate: string;
  readonly days: number;
  readonly until?: number;
  readonly out: string;
  readonly json?: boolean;
}

const MAX_DAYS = 60;
const DAY_MS = 86_400_000;

/** `skylane estate bills`: what the clouds of an estate would bill for it, as files that `costs ingest` takes. */
export const addEstateBills = (estate: Command): void => {
  estate
    .command("bills")
    .description(
      "write the bills of an estate's clouds: what stands in them by the hour, and the bytes that its flows send",
    )
    .requiredOption("--out <folder>", "where to, a folder for each cloud")
    .option("--estate <name-or-file>", "whose bills", "globalcart")
    .option("--days <count>", `whole days, 1 to ${MAX_DAYS}`, days, MAX_DAYS)
    .option("--until <day>", "the day after the last one, e.g. 2026-11-21 (default: today, UTC)", day)
    .option("--json", "print JSON")
    .action(bills);
};

async function bills(options: BillsOptions): Promise<void> {
  const { EstateError, loadEstate, writeBills } = await import("@skylane/local/traffic");
  progress("writing bills");
  const endMs = options.until ?? Date.now();
  const folder = resolve(options.out);
  const written = await (async () => {
    try {
      return await writeBills(loadEstate(options.estate), folder, { days: options.days, endMs });
    } catch (error) {
      const isOurs = error instanceof EstateError;
      const code = (error as NodeJS.ErrnoException).code;
      if (!isOurs && code === undefined) throw error;
      throw new CliError(
        isOurs
          ? error.message
          : `Bills cannot be written to ${folder} (${code}). Name a folder that can be written with --out.`,
        isOurs ? exitCodes.badInput : exitCodes.failed,
      );
    }
  })();
  progress("");
  if (written.length === 0)
    throw new CliError("This estate has nothing in a cloud, so there is nothing to bill.", exitCodes.badInput);
  const toMs = Math.floor(endMs / DAY_MS) * DAY_MS;
  const made = {
    estate: options.estate,
    from: dayText(toMs - options.days * DAY_MS),
    until: dayText(toMs),
    billedUsd: moneyText(addMoney(...written.flatMap(({ billedUsd }) => readMoney(billedUsd) ?? []))),
    bills: written,
  };
  print(options.json === true, made, () =>
    [
      `Bills of ${made.estate} from ${made.from} to before ${made.until}: ${made.billedUsd} USD.`,
      "",
      table(
        ["cloud", "format", "months", "rows", "billed USD", "of it for bytes", "folder"],
        written.map((one) => [
          one.cloud,
          one.format,
          one.months.join(" "),
          count(one.rowCount),
          one.billedUsd,
          one.transferUsd,
          one.folder,
        ]),
      ),
      "",
      `Take one:  npx skylane costs ingest --from ${written[0]?.folder} --format ${written[0]?.format} --source ${written[0]?.cloud}`,
    ].join("\n"),
  );
}

const dayText = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

function days(text: string): number {
  const parsed = Number(text);
  if (Number.isInteger(parsed) && parsed >= 1 && parsed <= MAX_DAYS) return parsed;
  throw new InvalidArgumentError(`must be a whole number from 1 to ${MAX_DAYS}`);
}

function day(text: string): number {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(parsed) && dayText(parsed) === text) return parsed;
  throw new InvalidArgumentError("must be a day such as 2026-11-21");
}
