/**
 * What AWS' SDK brings into a function's bundle and none of its requests runs: each module by the end of its path, with what
 * stands there instead. A start compiles all that is loaded, used or not; docs/performance.md has what this saves. The command
 * line keeps the SDK whole.
 */
const NEVER_LOADED = {
  // `createClient` hands its own over; `create` is called with it.
  '@smithy/node-http-handler/dist-es/index.js':
    'export class NodeHttpHandler { static create(handler) { return handler; } }\nexport const streamCollector = undefined;',
  // DynamoDB has no event streams.
  'event-streams/index.js': 'export {};',
  // For a Node without OpenSSL.
  'checksum/sha256/Sha256Js.js': 'export const Sha256Js = undefined;',
  'checksum/crc32/Crc32Js.js': 'export const Crc32Js = undefined;',
  // `createClient` chooses the standard retries, and no endpoint is discovered.
  'util-retry/AdaptiveRetryStrategy.js': 'export const AdaptiveRetryStrategy = undefined;',
  '@aws-sdk/endpoint-cache/dist-es/index.js': 'export class EndpointCache {}',
  // Lambda has no ~/.aws.
  'shared-ini-file-loader/loadSharedConfigFiles.js':
    "export const CONFIG_PREFIX_SEPARATOR = '.';\nexport const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });",
  // `createClient` takes these steps out.
  'middleware-recursion-detection/recursionDetectionMiddleware.js':
    'export const recursionDetectionMiddleware = () => (next) => next;',
};

/** @type {import('esbuild').Plugin} Fails where the SDK has no such module any more. */
export const sdkStandIns = {
  name: 'sdk-stand-ins',
  setup({ onLoad, onEnd }) {
    const met = new Set();
    for (const [end, contents] of Object.entries(NEVER_LOADED)) {
      const filter = new RegExp(`[\\\\/]${end.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')}$`);
      onLoad({ filter }, () => (met.add(end), { contents, loader: 'js' }));
    }
    onEnd(() => ({
      errors: Object.keys(NEVER_LOADED)
        .filter((end) => !met.has(end))
        .map((end) => ({ text: `The SDK has no ${end} any more: see tools/bundle/sdk-stand-ins.mjs` })),
    }));
  },
};
