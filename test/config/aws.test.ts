import { awsCredentials } from '../../config/aws';

const id = 'AKIAEXAMPLE';
const secret = 'of-a-test';
const pair = { accessKeyId: id, secretAccessKey: secret };

it.each([
  [{ AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret }, pair],
  [
    { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: 'session' },
    { ...pair, sessionToken: 'session' },
  ],
  [{ AWS_ACCESS_KEY_ID: id }, undefined],
  [{ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: secret }, undefined],
  [{}, undefined],
])('%j', (env, credentials) => expect(awsCredentials(env)).toEqual(credentials));
