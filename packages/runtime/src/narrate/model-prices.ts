import { coreError } from "@skylane/core";

/** What a model charges for a million tokens. 1 USD a million tokens is 1 micro-USD a token. */
export interface ModelPrice {
  readonly inputMicroUsdPerToken: number;
  readonly outputMicroUsdPerToken: number;
}

const price = (inputMicroUsdPerToken: number, outputMicroUsdPerToken: number): ModelPrice => ({
  inputMicroUsdPerToken,
  outputMicroUsdPerToken,
});

/**
 * List prices of the models that take `effort` and structured output.
 * @see https://platform.claude.com/docs/en/models/haiku-5-5/overview, table "How it compares" (read 2026-11-21); Opus 5:
 * https://platform.claude.com/docs/about-claude/models/whats-new-opus-5; Sonnet 5: …/docs/zh-CN/models/sonnet-5/overview.
 * Haiku 5.5 is at its price up to 100,000 tokens of prompt; a narration's prompt is never that long.
 */
const PRICES: Readonly<Record<string, ModelPrice>> = {
  "claude-haiku-5-5": price(0.1, 0.5),
  "claude-sonnet-5-5": price(2, 10),
  "claude-sonnet-5": price(2, 10),
  "claude-opus-5-5": price(4, 20),
  "claude-opus-5": price(5, 25),
  "claude-fable-5-1": price(10, 50),
};

/** The price of a model. @throws ERR_CONFIG_INVALID where none is known, for a budget could not be kept */
export function priceOfModel(model: string): ModelPrice {
  const found = Object.hasOwn(PRICES, model) ? PRICES[model] : undefined;
  if (found) return found;
  throw coreError(
    "ERR_CONFIG_INVALID",
    `SKYLANE_MODEL: no price is known for ${JSON.stringify(model.slice(0, 100))}, so its budget could not be kept.\n` +
      `Set it to one of ${Object.keys(PRICES).join(", ")}, or leave it out.`,
  );
}

/** Tokens that were charged, in whole micro-USD, rounded up. Tokens of a cache are counted as if they were read anew and kept long. */
export const costMicroUsd = (
  { inputMicroUsdPerToken, outputMicroUsdPerToken }: ModelPrice,
  inputCount: number,
  outputCount: number,
): number => Math.ceil(inputCount * inputMicroUsdPerToken + outputCount * outputMicroUsdPerToken);
