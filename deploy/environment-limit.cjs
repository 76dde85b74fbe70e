'use strict';
/**
 * Lambda takes 4 KB of environment variables a function and says so only when the stack is being updated (Lambda
 * Developer Guide: Quotas): here it is said when the service is packaged.
 */
const { Buffer } = require('node:buffer');

const LIMIT_BYTES = 4096;
/** What CloudFormation fills in, such as the table's name, is known to it only; table names end at 255. */
const FILLED_IN = 'x'.repeat(128);
const SHOWN = 5;

class EnvironmentLimit {
  constructor(serverless) {
    this.hooks = { 'before:package:finalize': () => check(serverless.service) };
  }
}

function check({ provider }) {
  for (const [name, { Type, Properties }] of Object.entries(
    provider.compiledCloudFormationTemplate.Resources,
  )) {
    if (Type !== 'AWS::Lambda::Function') continue;
    const problem = tooLarge(name, Properties.Environment?.Variables ?? {});
    if (problem) throw new Error(problem);
  }
}

/** Lambda measures the JSON text of all of them. @returns undefined when they fit. */
function tooLarge(name, variables) {
  const known = Object.entries(variables).map(([key, value]) => [key, longest(value)]);
  const size = Buffer.byteLength(JSON.stringify(Object.fromEntries(known)));
  if (size <= LIMIT_BYTES) return undefined;
  const largest = known
    .map(([key, value]) => ({ key, bytes: Buffer.byteLength(value) }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, SHOWN);
  const sizes = largest.map(({ key, bytes }) => `${key} ${bytes}`).join(', ');
  return `${name}: the environment variables take ${size} bytes and Lambda allows ${LIMIT_BYTES}. The largest: ${sizes}. Shorten these settings.`;
}

function longest(value) {
  if (typeof value !== 'object' || value === null) return String(value);
  const [, ...branches] = value['Fn::If'] ?? [];
  return branches
    .map(longest)
    .reduce((a, b) => (b.length > a.length ? b : a), branches.length ? '' : FILLED_IN);
}

module.exports = EnvironmentLimit;
