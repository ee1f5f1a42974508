/**
 * Regions by the code that usage types begin with. us-east-1 has none where a type names one Region.
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-region-billing-codes.html
 */
const codes: Readonly<Record<string, readonly [regionId: string, name: string]>> = {
  AFS1: ["af-south-1", "Africa (Cape Town)"],
  APE1: ["ap-east-1", "Asia Pacific (Hong Kong)"],
  APE2: ["ap-east-2", "Asia Pacific (Taipei)"],
  APN1: ["ap-northeast-1", "Asia Pacific (Tokyo)"],
  APN2: ["ap-northeast-2", "Asia Pacific (Seoul)"],
  APN3: ["ap-northeast-3", "Asia Pacific (Osaka)"],
  APS1: ["ap-southeast-1", "Asia Pacific (Singapore)"],
  APS2: ["ap-southeast-2", "Asia Pacific (Sydney)"],
  APS3: ["ap-south-1", "Asia Pacific (Mumbai)"],
  APS4: ["ap-southeast-3", "Asia Pacific (Jakarta)"],
  APS5: ["ap-south-2", "Asia Pacific (Hyderabad)"],
  APS6: ["ap-southeast-4", "Asia Pacific (Melbourne)"],
  APS7: ["ap-southeast-5", "Asia Pacific (Malaysia)"],
  APS8: ["ap-southeast-7", "Asia Pacific (Thailand)"],
  CAN1: ["ca-central-1", "Canada (Central)"],
  CAN2: ["ca-west-1", "Canada West (Calgary)"],
  EU: ["eu-west-1", "Europe (Ireland)"],
  EUC1: ["eu-central-1", "Europe (Frankfurt)"],
  EUC2: ["eu-central-2", "Europe (Zurich)"],
  EUN1: ["eu-north-1", "Europe (Stockholm)"],
  EUS1: ["eu-south-1", "Europe (Milan)"],
  EUS2: ["eu-south-2", "Europe (Spain)"],
  EUW1: ["eu-west-1", "Europe (Ireland)"],
  EUW2: ["eu-west-2", "Europe (London)"],
  EUW3: ["eu-west-3", "Europe (Paris)"],
  ILC1: ["il-central-1", "Israel (Tel Aviv)"],
  MEC1: ["me-central-1", "Middle East (UAE)"],
  MES1: ["me-south-1", "Middle East (Bahrain)"],
  MXC1: ["mx-central-1", "Mexico (Central)"],
  SAE1: ["sa-east-1", "South America (Sao Paulo)"],
  UGE1: ["us-gov-east-1", "AWS GovCloud (US-East)"],
  UGW1: ["us-gov-west-1", "AWS GovCloud (US-West)"],
  USE1: ["us-east-1", "US East (N. Virginia)"],
  USE2: ["us-east-2", "US East (Ohio)"],
  USW1: ["us-west-1", "US West (N. California)"],
  USW2: ["us-west-2", "US West (Oregon)"],
};

const names = new Map(Object.values(codes));

export const regionOfCode = (code: string): string | undefined =>
  Object.hasOwn(codes, code) ? codes[code]?.[0] : undefined;

/** As AWS calls it; a Region that is not known here goes by its id. */
export const regionName = (regionId: string): string => names.get(regionId) ?? regionId;
