const { availableParallelism } = require('node:os');

const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx: false },
      target: 'es2023',
    },
    module: { type: 'commonjs' },
  },
];
const [name, { jsc, ...others }] = swc;
/** The console's pages, as tsconfig.json compiles them. */
const swcOfPages = [
  name,
  {
    ...others,
    jsc: {
      ...jsc,
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'automatic', importSource: 'hono/jsx' } },
    },
  },
];

// Tests that look at them turn them on.
process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // commander is published as an ES module only.
  transform: { '^.+\\.ts$': swc, '^.+\\.tsx$': swcOfPages, '/node_modules/commander/.+\\.js$': swc },
  transformIgnorePatterns: ['/node_modules/(?!commander/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.serverless/'],
  testTimeout: 60_000,
  // Mostly waiting for servers: more workers than cores.
  maxWorkers: availableParallelism() + 1,
};
