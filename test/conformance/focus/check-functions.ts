import type { Check } from "./model.ts";

export type Row = Readonly<Record<string, string | null>>;

const NUMBER = /^-?(\d+(\.\d+)?|\.\d+)([eE]-?\d+)?$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
const currencies = new Set(Intl.supportedValuesOf("currency"));

/** Of the format of units only that it is one line of words, numbers, hyphens and slashes: the list of units is a recommendation. */
const UNIT = /^[\w%$.,()+-]+([ /-][\w%$.,()+-]+)*$/;

const isNumber = (value: string): boolean => NUMBER.test(value);
const isMoment = (value: string): boolean => MOMENT.test(value) && !Number.isNaN(Date.parse(value));
// well-formed Unicode, and something in it
const isText = (value: string): boolean => value.isWellFormed() && !value.includes("\uFFFD");

const ofValue: Readonly<Record<string, (value: string) => boolean>> = {
  TypeString: isText,
  FormatString: isText,
  TypeDecimal: isNumber,
  FormatNumeric: isNumber,
  CheckDecimalValue: isNumber,
  TypeDateTime: isMoment,
  FormatDateTime: isMoment,
  FormatUnit: (value) => UNIT.test(value),
  FormatCurrency: (value) => currencies.has(value),
  CheckNationalCurrency: (value) => currencies.has(value),
  FormatKeyValue: isKeyValue,
};

/** Functions that look at a row. Those that need all rows, or the header, are with the interpreter. */
export const rowFunctions = new Set([
  ...Object.keys(ofValue),
  "AND",
  "OR",
  "CheckValue",
  "CheckNotValue",
  "CheckSameValue",
  "CheckNotSameValue",
  "CheckGreaterOrEqualThanValue",
  "ColumnByColumnEqualsColumnValue",
]);

/** Whether a row does what a check asks. Null is judged by the rules about null, and passes those about form. */
export function passes(check: Check, row: Row): boolean {
  const items = check.Items ?? [];
  const value = row[check.ColumnName ?? ""] ?? null;
  const other = (name: string | undefined): string | null => row[name ?? ""] ?? null;
  switch (check.CheckFunction) {
    case "AND":
      return items.every((item) => passes(item, row));
    case "OR":
      return isAllowedList(items) && other(items[0]?.ColumnName) === null
        ? true
        : items.some((item) => passes(item, row));
    case "CheckValue":
      return isSame(value, check.Value);
    case "CheckNotValue":
      return !isSame(value, check.Value);
    case "CheckSameValue":
      return other(check.ColumnAName) === other(check.ColumnBName);
    case "CheckNotSameValue":
      return other(check.ColumnAName) !== other(check.ColumnBName);
    case "CheckGreaterOrEqualThanValue":
      return value === null || Number(value) >= Number(check.Value);
    case "ColumnByColumnEqualsColumnValue": {
      const [a, b, result] = [other(check.ColumnAName), other(check.ColumnBName), other(check.ResultColumnName)];
      if (a === null || b === null || result === null) return true;
      // clouds round what they bill to nine or ten digits
      return Math.abs(Number(a) * Number(b) - Number(result)) <= 1e-9 + 1e-6 * Math.abs(Number(result));
    }
    default: {
      const test = ofValue[check.CheckFunction];
      if (!test) throw new Error(`the model has a function ${check.CheckFunction} that the interpreter does not know`);
      return value === null || test(value);
    }
  }
}

const isAllowedList = (items: readonly Check[]): boolean =>
  items.every((item) => item.CheckFunction === "CheckValue" && item.ColumnName === items[0]?.ColumnName);

function isSame(value: string | null, wanted: Check["Value"]): boolean {
  if (wanted === null || wanted === undefined) return value === null;
  if (value === null) return false;
  return typeof wanted === "number" || isNumber(String(wanted))
    ? Number(value) === Number(wanted)
    : value === String(wanted);
}

function isKeyValue(value: string): boolean {
  try {
    const parsed: unknown = JSON.parse(value);
    return (
      typeof parsed === "object" &&
      parsed !== null &&
      !Array.isArray(parsed) &&
      Object.values(parsed).every((one) => one === null || typeof one !== "object")
    );
  } catch {
    return false;
  }
}
