import { breakEvens, cheaperRanges, costAt, type LinkBreakEven, linkBreakEvens, type Offer } from "@skylane/engine";
import { type Command, InvalidArgumentError } from "commander";
import colors from "picocolors";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { print, table } from "../output.ts";
import { type ChooseOptions, choose, withChooseOptions } from "../paths/choose.ts";
import { plain } from "../report/plain.ts";
import { count, usd } from "../report/words.ts";

interface BreakEvenOptions extends ChooseOptions {
  readonly offer: readonly Offer[];
  readonly at: readonly number[];
  readonly growth?: number;
}

/** A Direct Connect with an ExpressRoute, a VPN and the internet, as people compare them first. */
const FIRST_OFFERS: readonly Offer[] = [
  { name: "direct-connect+express-route", monthlyUsd: 3_368, tiers: [{ usdPerGb: 0.02 }] },
  { name: "vpn", monthlyUsd: 108, tiers: [{ usdPerGb: 0.05 }] },
  { name: "internet", monthlyUsd: 0, tiers: [{ usdPerGb: 0.09 }] },
];

/** `skylane paths break-even`: from which volume on a fee pays; of offers that are named, or of the dedicated links of an estate. */
export const addPathsBreakEven = (paths: Command): void => {
  withChooseOptions(
    paths
      .command("break-even")
      .description(
        "from which traffic on, and when, a dedicated link pays: offers you name, or with --estate or --config those you have",
      ),
  )
    .option("--offer <name:usd:usdPerGb>", "fee a month and price a gigabyte, e.g. vpn:108:0.05; repeatable", offer, [])
    .option("--at <gb-list>", "volumes to cost, GB a month", volumes, [800, 5_000])
    .option("--growth <percent>", "growth of the traffic a month, for the date", percent)
    .action(async (options: BreakEvenOptions) => {
      const isOfEstate = options.estate !== undefined || options.config !== undefined;
      if (isOfEstate) return ofEstate(options);
      const offers = options.offer.length > 0 ? options.offer : FIRST_OFFERS;
      if (offers.length < 2)
        throw new CliError("One offer breaks even with nothing: name two with --offer.", exitCodes.badInput);
      const answer = compare(offers, options.at);
      print(options.json === true, answer, () => tell(answer));
    });
};

interface Answer {
  readonly offers: readonly { readonly name: string; readonly monthlyUsd: number; readonly usdPerGb: number }[];
  readonly breakEvens: readonly {
    readonly between: readonly [string, string];
    /** Empty = one of them is cheaper at every volume. */
    readonly atGb: readonly number[];
    readonly cheaper: readonly { readonly name: string; readonly fromGb: number; readonly toGb?: number }[];
  }[];
  readonly costs: readonly {
    readonly monthlyGb: number;
    readonly monthlyUsd: Readonly<Record<string, number>>;
    readonly cheapest: string;
  }[];
}

function compare(offers: readonly Offer[], at: readonly number[]): Answer {
  return {
    offers: offers.map(({ name, monthlyUsd, tiers }) => ({ name, monthlyUsd, usdPerGb: tiers[0]?.usdPerGb ?? 0 })),
    breakEvens: offers.flatMap((a, i) =>
      offers.slice(i + 1).map((b) => ({
        between: [a.name, b.name] as const,
        atGb: breakEvens(a, b).map((gb) => Math.round(gb)),
        cheaper: cheaperRanges(a, b).map(({ name, fromGb, toGb }) => ({
          name,
          fromGb: Math.round(fromGb),
          ...(toGb !== undefined && { toGb: Math.round(toGb) }),
        })),
      })),
    ),
    costs: at.map((monthlyGb) => {
      const costs = offers.map((one) => [one.name, Math.round(costAt(one, monthlyGb) * 100) / 100] as const);
      const [cheapest] = [...costs].sort(([, a], [, b]) => a - b);
      return { monthlyGb, monthlyUsd: Object.fromEntries(costs), cheapest: cheapest?.[0] ?? "" };
    }),
  };
}

const tell = ({ offers, breakEvens: pairs, costs }: Answer): string =>
  [
    table(
      ["offer", "fee a month", "a GB", ...costs.map(({ monthlyGb }) => `${count(monthlyGb)} GB`)],
      offers.map(({ name, monthlyUsd, usdPerGb }) => [
        plain(name, 40),
        usd(monthlyUsd),
        `$${usdPerGb}`,
        ...costs.map((one) => {
          const text = usd(one.monthlyUsd[name] ?? 0);
          return one.cheapest === name ? colors.green(text) : text;
        }),
      ]),
    ),
    "",
    table(
      ["", "", "break-even", ""],
      pairs.map(({ between: [a, b], atGb, cheaper }) => [
        plain(a, 40),
        colors.dim(`against ${plain(b, 40)}`),
        atGb.length === 0 ? "none" : atGb.map((gb) => `${count(gb)} GB a month`).join(", "),
        colors.dim(
          atGb.length === 0
            ? `${plain(cheaper[0]?.name ?? "", 40)} is cheaper at every volume`
            : `below it ${plain(cheaper[0]?.name ?? "", 40)}, above it ${plain(cheaper[1]?.name ?? "", 40)}`,
        ),
      ]),
    ),
  ].join("\n");

async function ofEstate(options: BreakEvenOptions): Promise<void> {
  const { session } = await choose(options);
  const nowMs = Date.now();
  const links = linkBreakEvens(session, options.growth === undefined ? undefined : options.growth / 100).map((one) => {
    const onDate =
      one.monthsUntil === undefined
        ? undefined
        : new Date(nowMs + one.monthsUntil * MS_PER_MONTH).toISOString().slice(0, 10);
    return { ...one, ...(onDate !== undefined && { onDate }) };
  });
  print(options.json === true, { links, ...(options.growth !== undefined && { growthPercent: options.growth }) }, () =>
    links.length === 0 ? "No dedicated link with a known fee and price." : tellLinks(links, options.growth),
  );
}

const MS_PER_MONTH = 730 * 3_600_000;

const tellLinks = (
  links: readonly (LinkBreakEven & { readonly onDate?: string })[],
  growth: number | undefined,
): string =>
  [
    table(
      ["link", "fee a month", "against", "carries", "pays from", "cheaper now", ""],
      links.map(
        ({
          connectionId,
          monthlyUsd,
          against,
          nowGb,
          breakEvenGb,
          cheaperNow,
          differenceMonthlyUsd,
          monthsUntil,
          onDate,
        }) => [
          plain(connectionId, 40),
          usd(monthlyUsd),
          plain(against, 40),
          `${count(nowGb)} GB`,
          breakEvenGb === undefined ? "–" : `${count(breakEvenGb)} GB`,
          `${cheaperNow === connectionId ? colors.green(plain(cheaperNow, 40)) : plain(cheaperNow, 40)} by ${usd(differenceMonthlyUsd)}`,
          monthsUntil === 0 ? colors.green("pays now") : onDate === undefined ? "" : `pays from ${onDate}`,
        ],
      ),
    ),
    ...(growth === undefined ? [colors.dim("With --growth <percent a month> it says when.")] : []),
  ].join("\n");

function offer(text: string, before: readonly Offer[]): readonly Offer[] {
  const [, name, fee, price] = /^([\w+. -]{1,60}):(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (name === undefined || fee === undefined || price === undefined)
    throw new InvalidArgumentError("must be a name, a fee a month and a price a gigabyte, e.g. vpn:108:0.05");
  if (before.some((one) => one.name === name)) throw new InvalidArgumentError(`there are two offers named ${name}`);
  return [...before, { name, monthlyUsd: Number(fee), tiers: [{ usdPerGb: Number(price) }] }];
}

function volumes(text: string): readonly number[] {
  const parsed = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (parsed.every((gb) => Number.isFinite(gb) && gb >= 0)) return parsed;
  throw new InvalidArgumentError("must be volumes in GB such as 800,5000");
}

function percent(text: string): number {
  const parsed = Number(text);
  if (text.trim() !== "" && Number.isFinite(parsed) && parsed > -100 && parsed <= 1_000) return parsed;
  throw new InvalidArgumentError("must be a percentage a month such as 5");
}
