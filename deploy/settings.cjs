'use strict';
/**
 * What the declared settings (deploy/manifest.json, made by `npm run generate`) mean for the stack: the functions'
 * environment, the parameters each role may read, the bundles of the zips, the URLs of the outputs. Nothing about a CRM is
 * written here.
 */
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { readAccounts } = require('./accounts.cjs');
const { core, crms } = require('./manifest.json');

/** Systems Manager User Guide: About requirements and constraints for parameter names. */
const PARAMETER_NAME = /^\/?[\w.-]+(\/[\w.-]+)*$/;

module.exports = async ({ resolveVariable }) => {
  const stage = await resolveVariable('sls:stage');
  const accounts = readAccounts(process.env);
  const used = accounts.filter(isUsed);
  checkUsed(accounts, used);
  const ofDoor = secretsOf(core, stage);
  const ofCrms = secretsOf(
    used.flatMap((account) => account.settings),
    stage,
  );
  return {
    /** Names of those that take events. */
    accounts: used.map(({ name }) => name),
    /** Of both functions. */
    environment: {
      ...plain([...core, ...used.flatMap((account) => account.settings)]),
      ...byVariable(ofCrms),
    },
    /** Of the one function that has a door. */
    webhookEnvironment: byVariable(ofDoor),
    webhookParameters: [...ofDoor, ...ofCrms].map(arn),
    retryParameters: ofCrms.map(arn),
    patterns: [
      '!**',
      'dist/words-*.js',
      'dist/lookup-numbers.js',
      'dist/phone-numbers.js',
      ...crms.map(({ name }) => `dist/${name}.js`),
      ...lookups(),
    ],
    outputs: Object.fromEntries(accounts.map(output)),
  };
};

/** An account that somebody named is meant to be used; of those nobody named one is enough. */
function checkUsed(accounts, used) {
  if (given('ACCOUNTS')) {
    for (const { name, configuredBy } of accounts.filter((account) => !used.includes(account)))
      throw new Error(`ACCOUNTS names ${name}, and ${configuredBy} is not set.`);
  }
  if (used.length > 0) return;
  const ways = accounts.map(({ configuredBy }) => configuredBy).join(' or ');
  throw new Error(`No CRM is configured: set ${ways} (for a secret its name in Parameter Store, …_SSM).`);
}

/** Files that a setting, or the company's own file (jivochat-crm.yml, compiled by the build), asks for. */
function lookups() {
  const compiled = join(__dirname, '../dist/company.json');
  const freeMail = given('COMPANY_FROM_EMAIL').toLowerCase() === 'fill' ? ['dist/lookup-freemail.js'] : [];
  if (!existsSync(compiled)) return freeMail;
  const { company } = JSON.parse(readFileSync(compiled, 'utf8'));
  return [...freeMail, ...company.needs.map((name) => `dist/lookup-${name}.js`)];
}

/**
 * An account whose credential is a secret is used unless its parameter is said to be none (`…_SSM` set to nothing); another one
 * when the setting that names the credential is there.
 */
function isUsed({ configuredBy, settings }) {
  const isSecret = settings.some(({ name, reach }) => name === configuredBy && reach === 'secret');
  if (!isSecret) return Boolean(given(configuredBy));
  return process.env[`${configuredBy}_SSM`] === undefined || given(`${configuredBy}_SSM`) !== '';
}

function given(name) {
  return (process.env[name] ?? '').trim();
}

/** Settings somebody made, and defaults that the template itself reads; what is left out has its default in the code. */
function plain(settings) {
  const deployed = settings.filter(({ reach }) => reach === 'deployed');
  const values = deployed.map(({ name, deployedDefault }) => [name, given(name) || deployedDefault]);
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
}

function secretsOf(settings, stage) {
  return settings
    .filter(({ reach }) => reach === 'secret')
    .map(({ name }) => {
      const usual = `/jivochat-crm/${stage}/${name.toLowerCase().replaceAll('_', '-')}`;
      const parameter = given(`${name}_SSM`) || usual;
      if (!PARAMETER_NAME.test(parameter)) {
        throw new Error(
          `${name}_SSM is "${parameter}": the name of a parameter has letters, digits and _ . - between slashes, such as ${usual}`,
        );
      }
      return { variable: `${name}_SSM`, parameter };
    });
}

function byVariable(secrets) {
  return Object.fromEntries(secrets.map(({ variable, parameter }) => [variable, parameter]));
}

/** In an ARN there is exactly one slash after `parameter`, whether or not the name begins with one. */
function arn({ parameter }) {
  const path = parameter.startsWith('/') ? parameter : `/${parameter}`;
  return { 'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter${path}` };
}

/** Resources' and outputs' names have letters and figures only. */
function output({ name, crm, label }) {
  const url = `https://\${HttpApi}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}/webhooks/${name}/<token>`;
  return [
    `WebhookUrl${name === crm ? label : name[0].toUpperCase() + name.slice(1)}`,
    {
      Description: 'Paste it into JivoChat with one of the tokens in place of <token>.',
      Value: { 'Fn::Sub': url },
    },
  ];
}
