/** `npm run lint`: no module imports itself by a detour, not even for a type. Which room may import which: eslint.config.mjs. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A type or a constant stands in the wrong file: move it to the one that both may import.',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules|dist|\\.serverless|release|coverage)/' },
  },
};
