#!/usr/bin/env node
'use strict';
/**
 * Stands in for the AWS CLI where a page's commands are played: `aws <service> <operation> --option value`, sent by AWS'
 * own SDK. Knows of JMESPath what the pages use. The real CLI is used with AWS_CLI=aws.
 */
const { readFileSync } = require('node:fs');

const PACKAGES = { events: 'eventbridge' };

function pascal(text) {
  return text.replaceAll(/(^|-)([a-z])/g, (_, __, letter) => letter.toUpperCase());
}

function read(value) {
  if (value.startsWith('file://')) return readFileSync(value.slice('file://'.length), 'utf8');
  // `Name=value, Other=value`: the CLI's shorthand for an object.
  if (/^\w+=[^,]+(, ?\w+=[^,]+)*$/.test(value)) {
    const pairs = value.split(/, ?/).map((pair) => pair.split('='));
    return Object.fromEntries(pairs.map(([name, one]) => [name, one === 'true' ? true : one]));
  }
  return value;
}

function options(args) {
  const found = {};
  for (let at = 0; at < args.length;) {
    const name = args[at++].slice(2);
    const values = [];
    while (at < args.length && !args[at].startsWith('--')) values.push(read(args[at++]));
    if (values.length === 0) found[pascal(name.replace(/^no-/, ''))] = !name.startsWith('no-');
    else found[pascal(name)] = name.endsWith('s') && name.startsWith('name') ? values : values[0];
  }
  return found;
}

function query(value, expression) {
  return expression.split('.').reduce((at, step) => {
    const [, name, index, key, wanted] = /^(\w+)(?:\[(\d+)\]|\[\?(\w+)=='([^']*)'\])?$/.exec(step);
    const pick = (one) => one?.[name];
    const inner = Array.isArray(at) ? at.map(pick) : pick(at);
    if (index !== undefined) return inner?.[Number(index)];
    return key === undefined ? inner : inner?.filter((one) => one[key] === wanted);
  }, value);
}

async function main([service, operation, ...args]) {
  const { Query, Output, ...input } = options(args);
  const sdk = require(`@aws-sdk/client-${PACKAGES[service] ?? service}`);
  const [Client] = Object.entries(sdk)
    .find(([name]) => name.endsWith('Client') && name !== '__Client')
    .slice(1);
  const Command = sdk[`${pascal(operation)}Command`];
  const answer = await new Client({}).send(new Command(input));
  delete answer.$metadata;
  const shown = Query ? query(answer, Query) : answer;
  console.log(Output === 'text' ? [shown].flat().join('\t') : JSON.stringify(shown, null, 2));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`An error occurred (${error.name}): ${error.message}`);
  process.exit(254);
});
