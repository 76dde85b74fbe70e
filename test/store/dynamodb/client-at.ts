import { createClient } from '../../../store/dynamodb/client';

/** A client of the table that a server of the test plays. */
export function clientAt(port: number) {
  return createClient({
    env: {
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
    },
  });
}
