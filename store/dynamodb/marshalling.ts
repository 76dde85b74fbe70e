import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * The kinds of values our rows hold, in DynamoDB's notation (DynamoDB API Reference: AttributeValue). What is `undefined`
 * is left out, as JSON leaves it out.
 * @throws TypeError for a value DynamoDB has no notation for.
 */
export function toItem(row: Readonly<Record<string, unknown>>): Record<string, AttributeValue> {
  const item: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(row)) {
    if (value !== undefined) set(item, name, toValue(value));
  }
  return item;
}

function toValue(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number' && Number.isFinite(value)) return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array)
    return { B: new Bytes(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength) };
  if (Array.isArray(value)) return { L: value.filter((one) => one !== undefined).map(toValue) };
  if (isPlain(value)) return { M: toItem(value) };
  throw new TypeError(`A ${typeof value} cannot be kept in the table`);
}

/** As the SDK reads them, or as they stand in DynamoDB's answer. */
function fromBytes(bytes: Uint8Array | string): Uint8Array {
  return typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : bytes;
}

/** In JSON they are what DynamoDB's protocol has for them. */
class Bytes extends Uint8Array {
  toJSON(): string {
    return Buffer.from(this.buffer, this.byteOffset, this.byteLength).toString('base64');
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Of whatever realm: `structuredClone` in a test's realm makes objects of Node's own.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** @throws TypeError for a kind no row of ours holds, such as a set. */
export function fromItem(item: Readonly<Record<string, AttributeValue>>): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(item)) set(row, name, fromValue(value));
  return row;
}

function fromValue(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.M !== undefined) return fromItem(value.M);
  if (value.L !== undefined) return value.L.map(fromValue);
  if (value.B !== undefined) return fromBytes(value.B);
  if (value.NULL !== undefined) return null;
  throw new TypeError(`A row holds a value of a kind it never was given: ${Object.keys(value).join(', ')}`);
}

/** A reply may hold a name of the visitor's choosing; of these, `__proto__` is not set but followed. */
function set<T>(target: Record<string, T>, name: string, value: T): void {
  if (name !== '__proto__') target[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
