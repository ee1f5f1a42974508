/** Ranges that nothing on the internet has (RFC 6890), and that its routers drop. */
const NOT_PUBLIC = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "224.0.0.0/3",
];

/** True if an IPv4 address may be somebody's on the internet; those for documentation count. */
export const isPublicIp = (ip: string): boolean => !NOT_PUBLIC.some((cidr) => isIn(ip, cidr));

const numberOf = (ip: string): number => ip.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
function isIn(ip: string, cidr: string): boolean {
  const [first = "", bits] = cidr.split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(ip) / size) === Math.floor(numberOf(first) / size);
}
