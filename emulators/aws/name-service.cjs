'use strict';
/**
 * For commands that run against the emulator: its time, and what DNS and TLS do for the address of an API, and of a CRM
 * that is emulated.
 */
const { redirect } = require('./lambda/runtime-client/addresses.cjs');

const MachineDate = Date;
const offsetMs = Number(process.env.EMULATED_CLOCK_OFFSET_MS ?? 0);
globalThis.Date = class Date extends MachineDate {
  constructor(...given) {
    if (given.length === 0) super(MachineDate.now() + offsetMs);
    else super(...given);
  }

  static now() {
    return MachineDate.now() + offsetMs;
  }
};

const hosts = JSON.parse(process.env.EMULATED_HOSTS ?? '{}');
const API = /^https:\/\/(\w+)\.execute-api\.[\w-]+\.amazonaws\.com(\/.*)?$/;

function elsewhere(address) {
  const { origin, href } = new URL(address);
  if (Object.hasOwn(hosts, origin)) return hosts[origin] + href.slice(origin.length);
  const [, id, path = '/'] = API.exec(href) ?? [];
  return id ? `${process.env.EMULATED_AWS_URL}/_api/${id}${path}` : address;
}

redirect(elsewhere);
