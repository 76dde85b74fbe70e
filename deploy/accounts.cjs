'use strict';
/**
 * The accounts of the deployment: those of ACCOUNTS, each with its CRM's settings under its own names. The same rules as
 * config/accounts.ts, which the functions have (test/packaging/accounts.test.ts compares them): what is wrong is said when
 * the service is packaged, not by the first event.
 */
const { core, crms } = require('./manifest.json');

const NAME = /^[a-z][a-z0-9]{0,29}$/;
const TAKEN = new Set(
  ['AWS', 'NODE', 'NPM', 'POWERTOOLS', 'ALARM', 'JIVOCHAT', ...core.map(({ name }) => name)].map(
    (name) => `${name.split('_')[0]}_`,
  ),
);

/** @returns each account with `name`, `crm`, `label`, `configuredBy` and `settings` by the account's own names. */
function readAccounts(env) {
  const items = (env.ACCOUNTS ?? '').split(',').flatMap((item) => item.trim() || []);
  if (items.length === 0) return crms.map((crm) => accountOf(crm.name, crm));
  const accounts = new Map();
  const problems = [];
  for (const item of items) {
    const [name, crm = name, ...more] = item.split('=').map((part) => part.trim());
    const problem = more.length > 0 ? 'it reads name=crm,name=crm' : problemOf(name, crm);
    if (problem) problems.push(`ACCOUNTS: "${item.slice(0, 60)}": ${problem}`);
    else if (accounts.has(name)) problems.push(`ACCOUNTS names the account ${name} twice`);
    else
      accounts.set(
        name,
        accountOf(
          name,
          crms.find((known) => known.name === crm),
        ),
      );
  }
  if (problems.length > 0) throw new Error(problems.join('; '));
  return [...accounts.values()];
}

function problemOf(name, crm) {
  const names = crms.map((known) => known.name);
  if (!names.includes(crm)) return `there is no CRM of this name; there are ${names.join(', ')}`;
  if (!NAME.test(name))
    return 'the name of an account has small letters and digits, 30 at most, a letter first';
  if (name !== crm && names.includes(name)) return `${name} is the name of another CRM`;
  if (TAKEN.has(prefixOf(name)))
    return `variables that begin with ${prefixOf(name)} are not an account's own`;
  return undefined;
}

function prefixOf(name) {
  return `${name.toUpperCase()}_`;
}

function accountOf(name, { name: crm, label, configuredBy, settings }) {
  const own = (variable) => prefixOf(name) + variable.slice(crm.length + 1);
  return {
    name,
    crm,
    label,
    configuredBy: own(configuredBy),
    settings: settings.map((setting) => ({ ...setting, name: own(setting.name) })),
  };
}

module.exports = { readAccounts };
