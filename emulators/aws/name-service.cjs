'use strict';
/** For commands that run against the emulator: what DNS and TLS do for the address of an API, and of a CRM that is emulated. */
const { fetch } = globalThis;
const hosts = JSON.parse(process.env.EMULATED_HOSTS ?? '{}');
const API = /^https:\/\/(\w+)\.execute-api\.[\w-]+\.amazonaws\.com(\/.*)?$/;

function elsewhere(address) {
  const { origin, href } = new URL(address);
  if (Object.hasOwn(hosts, origin)) return hosts[origin] + href.slice(origin.length);
  const [, id, path = '/'] = API.exec(href) ?? [];
  return id ? `${process.env.EMULATED_AWS_URL}/_api/${id}${path}` : address;
}

globalThis.fetch = (input, init) =>
  fetch(typeof input === 'string' || input instanceof URL ? elsewhere(input) : input, init);
