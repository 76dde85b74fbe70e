'use strict';
/** Gives the runtime client our stand-in for its compiled part; everything else in it is AWS' own. */
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
