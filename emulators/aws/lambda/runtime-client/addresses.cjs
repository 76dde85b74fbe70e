'use strict';
/** What DNS and TLS do for an address that is emulated: whoever asks for it, by `fetch` or by Node's own clients, gets there. */
const http = require('node:http');
const https = require('node:https');
const { syncBuiltinESMExports } = require('node:module');

const ASK = { 'http:': http.request, 'https:': https.request };
const isAddress = (input) => typeof input === 'string' || input instanceof URL;

/** @param elsewhere gives where an address leads; the address itself, where it leads nowhere else. */
exports.redirect = function redirect(elsewhere) {
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => fetch(isAddress(input) ? elsewhere(input) : input, init);
  for (const client of [http, https]) {
    const ask = client.request;
    client.request = (input, ...rest) => {
      const target = isAddress(input) ? elsewhere(input) : input;
      if (target === input) return ask(input, ...rest);
      const [options, ...more] = typeof rest[0] === 'function' ? [{}, ...rest] : rest;
      // An agent of the other protocol is of no use.
      return ASK[new URL(target).protocol](target, { ...options, agent: undefined }, ...more);
    };
  }
  syncBuiltinESMExports();
};
