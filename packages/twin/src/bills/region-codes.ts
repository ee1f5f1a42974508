/** What AWS's usage types call a Region; the first has no code where a type names one Region. */
const CODES: Readonly<Record<string, string>> = {
  "us-east-1": "USE1",
  "us-east-2": "USE2",
  "us-west-1": "USW1",
  "us-west-2": "USW2",
  "eu-west-1": "EUW1",
  "eu-west-2": "EUW2",
  "eu-central-1": "EUC1",
  "ap-southeast-1": "APS1",
  "ap-northeast-1": "APN1",
};

export const regionCode = (regionId: string): string => CODES[regionId] ?? "USE1";
