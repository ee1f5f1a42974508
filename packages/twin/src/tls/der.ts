/** Tag, length and content of one DER value (X.690). */
export function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

export const sequence = (...contents: readonly Buffer[]): Buffer => der(0x30, ...contents);
export const oid = (bytes: readonly number[]): Buffer => der(0x06, Buffer.from(bytes));
export const integer = (value: number): Buffer =>
  der(0x02, Buffer.from([0, value >> 16, value >> 8, value & 0xff]).subarray(skipZeros(value)));
/** Content in an octet string, as extensions of certificates have it. */
export const wrapped = (content: Buffer): Buffer => der(0x04, content);

/** An integer has no more leading zeros than keep it positive. */
const skipZeros = (value: number): number => (value < 0x80 ? 3 : value < 0x8000 ? 2 : value < 0x800000 ? 1 : 0);
