/** What a straightforward handler would load: HubSpot's client from its root and the AWS SDK, both unbundled. */
const { Client } = require('@hubspot/api-client');
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } = require('@aws-sdk/lib-dynamodb');

const hubspot = new Client({ accessToken: 'x' });
const table = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'local' }));

exports.handler = async () => ({
  hubspot: hubspot.crm.contacts,
  table,
  GetCommand,
  PutCommand,
  UpdateCommand,
});
exports.contacts = hubspot.crm.contacts.basicApi;
