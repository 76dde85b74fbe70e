'use strict';
/** The environment of both functions: where the stack is, and what the declared settings say (deploy/settings.cjs). */
const settings = require('./settings.cjs');

module.exports = async (surroundings) => {
  const { resolveVariable } = surroundings;
  const service = await resolveVariable('self:service');
  const stage = await resolveVariable('sls:stage');
  const restored = await resolveVariable('param:tableName');
  const { environment } = await settings(surroundings);
  return {
    TABLE_NAME: { 'Fn::If': ['UsesStackTable', { Ref: 'EventsTable' }, restored] },
    // Names the logs' and the metrics' service, so that two stages in one account stay apart.
    POWERTOOLS_SERVICE_NAME: `${service}-${stage}`,
    POWERTOOLS_LOG_LEVEL: process.env.POWERTOOLS_LOG_LEVEL || 'INFO',
    ...environment,
  };
};
