import { readFileSync } from 'node:fs';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What no deployed code imports: the sandbox, the emulators, the tools, the tests. */
const WORKSHOP = ['sandbox', 'emulators', 'tools', 'test', 'console'];

/**
 * Imports run one way: handlers -> sync -> connectors and store -> leads -> jivochat -> text.
 * Each folder lists what it may never import; `sdk` bans every vendor SDK and I/O module.
 */
const FORBIDDEN = {
  text: ['jivochat', 'leads', 'connectors', 'store', 'sync', 'handlers', 'config', 'cli', ...WORKSHOP, 'sdk'],
  jivochat: ['leads', 'connectors', 'store', 'sync', 'handlers', 'config', 'cli', ...WORKSHOP, 'sdk'],
  leads: ['connectors', 'store', 'sync', 'handlers', 'config', 'cli', ...WORKSHOP, 'sdk'],
  connectors: ['store', 'sync', 'handlers', 'cli', ...WORKSHOP, 'aws'],
  store: ['text', 'jivochat', 'leads', 'connectors', 'sync', 'handlers', 'cli', ...WORKSHOP, 'crm'],
  config: ['store', 'sync', 'handlers', 'cli', ...WORKSHOP, 'sdk'],
  sync: ['handlers', 'cli', ...WORKSHOP, 'aws', 'crm'],
  handlers: ['cli', ...WORKSHOP, 'crm'],
  cli: WORKSHOP.filter((folder) => folder !== 'console'),
  console: ['handlers', 'cli', 'sandbox', 'emulators', 'tools', 'test', 'crm'],
  sandbox: ['test', 'tools', 'cli'],
  emulators: [
    'text',
    'jivochat',
    'leads',
    'connectors',
    'store',
    'sync',
    'handlers',
    'config',
    'cli',
    'console',
    'sandbox',
    'tools',
    'test',
  ],
};

const AWS = ['@aws-sdk/*', '@smithy/*', 'aws-lambda'];
/** The CRMs' own clients: only their connectors may know them. */
const { crmClients: CRM } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const IO = [
  'node:fs',
  'node:fs/*',
  'node:http',
  'node:https',
  'node:net',
  'node:child_process',
  'fs',
  'http',
  'https',
  'net',
];

function pattern(target) {
  if (target === 'aws') return { group: AWS };
  if (target === 'crm') return { group: CRM };
  if (target === 'sdk') return { group: [...AWS, ...CRM, ...IO] };
  return { regex: `^(\\.\\./)+${target}(/|$)` };
}

const direction = Object.entries(FORBIDDEN).map(([folder, targets]) => ({
  files: [`${folder}/**/*.ts`, `${folder}/**/*.tsx`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: targets.map((target) => ({
          ...pattern(target),
          message: `${folder}/ must not import ${target}: imports run handlers -> sync -> connectors and store -> leads -> jivochat -> text.`,
        })),
      },
    ],
  },
}));

const BUNDLED = [
  'cli',
  'config',
  'connectors',
  'console',
  'handlers',
  'jivochat',
  'leads',
  'store',
  'sync',
  'text',
];

export default tseslint.config(
  { ignores: ['dist/', '.serverless/', 'release/', 'coverage/', 'node_modules/', '.jivochat-crm/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-console': 'error',
      'max-lines': ['error', 300],
    },
  },
  { files: ['sandbox/**/*.ts', 'cli/**/*.ts', 'tools/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: BUNDLED.map((folder) => `${folder}/**/*.ts`),
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.name=/^(join|resolve)$/] > Identifier[name='__dirname']",
          message:
            'A bundle stands at another depth than this file: look for the file from the package root.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        URL: 'readonly',
      },
    },
  },
  ...direction,
);
