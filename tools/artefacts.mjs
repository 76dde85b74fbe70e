import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { billOfMaterials } from './sbom.mjs';

const ZIPS = ['webhook.zip', 'retry.zip'];
const TEMPLATE = 'cloudformation-template-update-stack.json';
/** Where the packager would upload the zips to: a moment. A release has its version there. */
const MOMENT = /\d{13}-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/**
 * What a release consists of: zips, template, bill of materials, checksums. The same sources give the same files, to the
 * byte.
 * @param {{ packaged: string, lockFile: string, version: string, into: string }} release `packaged` is the folder that
 * `serverless package` has filled
 * @returns {string[]} the files' names
 */
export function makeArtefacts({ packaged, lockFile, version, into }) {
  mkdirSync(into, { recursive: true });
  for (const zip of ZIPS) copyFileSync(join(packaged, zip), join(into, zip));
  const template = readFileSync(join(packaged, TEMPLATE), 'utf8').replaceAll(MOMENT, `v${version}`);
  writeFileSync(join(into, 'template.json'), template);
  const bill = billOfMaterials(JSON.parse(readFileSync(lockFile, 'utf8')), version);
  writeFileSync(join(into, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
  const files = readdirSync(into)
    .filter((name) => name !== 'SHA256SUMS')
    .sort();
  const sums = files.map((name) => `${sha256(join(into, name))}  ${name}\n`);
  writeFileSync(join(into, 'SHA256SUMS'), sums.join(''));
  return [...files, 'SHA256SUMS'];
}

/**
 * Keeps what the next version is upgraded from in its tests: the story of an upgrade begins with these files.
 * @param {{ from: string, into: string }} folders
 */
export function keepForUpgrade({ from, into }) {
  mkdirSync(into, { recursive: true });
  for (const name of [...ZIPS, 'template.json']) copyFileSync(join(from, name), join(into, name));
}

function sha256(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
