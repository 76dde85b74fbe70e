'use strict';
/** The function's time and the addresses it reaches: both are the emulator's. */
const { subscribe } = require('node:diagnostics_channel');
const { redirect } = require('./addresses.cjs');

const MachineDate = Date;
let offsetMs = Number(process.env.EMULATED_CLOCK_OFFSET_MS ?? 0);
const hosts = JSON.parse(process.env.EMULATED_HOSTS ?? '{}');
delete process.env.EMULATED_CLOCK_OFFSET_MS;
delete process.env.EMULATED_HOSTS;

globalThis.Date = class Date extends MachineDate {
  constructor(...given) {
    if (given.length === 0) super(MachineDate.now() + offsetMs);
    else super(...given);
  }

  static now() {
    return MachineDate.now() + offsetMs;
  }
};

/** Every event the Runtime API hands out says how late it is. */
subscribe('http.client.response.finish', ({ response }) => {
  const said = response.headers['emulated-clock-offset-ms'];
  if (said !== undefined) offsetMs = Number(said);
});

redirect((address) => {
  const { origin, href } = new URL(address);
  return Object.hasOwn(hosts, origin) ? hosts[origin] + href.slice(origin.length) : address;
});
