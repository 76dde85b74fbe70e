const { availableParallelism } = require('node:os');

const swc = [
  '@swc/jest',
  {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
    module: { type: 'commonjs' },
  },
];

// Tests that look at them turn them on.
process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // commander is published as an ES module only.
  transform: { '^.+\\.ts$': swc, '/node_modules/commander/.+\\.js$': swc },
  transformIgnorePatterns: ['/node_modules/(?!commander/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.serverless/'],
  testTimeout: 30_000,
  // Mostly waiting for servers: more workers than cores.
  maxWorkers: availableParallelism() + 1,
};
