'use strict';
/**
 * Gives the runtime client our stand-in for its compiled part; everything else in it is AWS' own. Puts the emulator's
 * time in the place of the machine's, and leads requests to hosts the emulator has a stand-in for to it.
 */
require('./surroundings.cjs');
const { registerHooks } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== './rapid-client.node') return next(specifier, context);
    const url = pathToFileURL(join(__dirname, 'rapid-client.cjs')).href;
    return { url, format: 'commonjs', shortCircuit: true };
  },
});
